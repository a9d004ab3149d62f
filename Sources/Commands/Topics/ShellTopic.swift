import CommandSyntax

extension Topic {
    static let shell = Topic(
        "shell", "What a line may hold beside its command.",
        text: """
            Lines are read alike at the prompt, from a pipe, with -c LINE and with -f FILE.

              'a b'  "a b"  a\\ b    one word with a blank; in '...' nothing else has a meaning
              # text                  a remark
              \\ at the end, '        the line goes on in the next row
              $name  ${name}          what 'set name VALUE' or --var name=VALUE has set
              $last                   the scenes that the last command listed
              $status                 the exit code of the line before ('help exit-codes')
              > FILE   >> FILE        writes the output into a file, adds it to one
              | COMMAND               hands the output to a command of the system

            $last is a list such as 12,15,18, for every command that takes scenes: 'gaps --type stale', then 'plan $last', \
            then 'queue add $last'. Only scenes that were listed are in it, so --limit counts; after 'gaps --summary' it \
            is all that were counted. Where nothing was found, or the command failed, a line with $last is refused.

            Some names steer the shell: 'set' alone lists them. They are what an option says where it is left out, such \
            as format, scope and library; an option on the line comes first.

            'alias NAME TEXT' makes a short name, which is kept for later sessions. 'source FILE' runs the lines of a \
            file, 'watch 5s COMMAND' one command again and again until ^C. With 'set timing on' each line tells how long \
            it took and what it asked of the servers.

            ^R searches earlier lines, TAB completes, ^C cancels, ^D leaves. A line that begins with a blank, or holds a \
            key or token, is not remembered.
            """)
}
