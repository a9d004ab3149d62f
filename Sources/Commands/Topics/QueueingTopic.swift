import CommandSyntax

extension Topic {
    static let queueing = Topic(
        "queueing", "How jobs wait, are tried again, and give up.",
        text: """
            'reconcile' and 'queue add' put scenes into one queue in the state folder; it survives restarts, power cuts \
            and outages. A scene waits at most once. A job holds no edits: what to write is decided when it runs, so the \
            last change in Stash wins.

              ready     waits until it is due; 'queue list' says when
              running   a worker has it
              done      delivered, or nothing was left to do
              dead      gave up: 'dead list' says why, 'dead retry' brings it back
              held      would empty too many fields in Plex at once; 'queue release' lets it through

            A server that is down costs a job no try: nothing is sent while its breaker is open, and one request asks \
            now and then whether it is back. An item that Plex does not have yet is waited for. Other failures are tried \
            again after longer and longer waits. A refused key or token stops the whole queue with one clear line.

            'queue pause' and 'queue resume' stop and start it by hand. 'queue.max_waiting' in the configuration bounds \
            it: a reconciliation that meets the bound says how many scenes it left.
            """)
}
