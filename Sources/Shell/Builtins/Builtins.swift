public import CommandSyntax

private struct NoOptions: OptionGroup {
    static let title = "Options"
}

extension Interpreter {
    /// The shell's own commands. They work the same in scripts; on a process's command line they would have no effect.
    static let builtins = CommandTree<BuiltinContext>(
        "The shell's own commands.", shared: NoOptions(),
        commands: [
            CommandNode(SetCommand()), CommandNode(UnsetCommand()), CommandNode(AliasCommand()),
            CommandNode(UnaliasCommand()), CommandNode(SourceCommand()), CommandNode(WatchCommand()),
            CommandNode(HistoryCommand()), CommandNode(QuitCommand()), CommandNode(ExitCommand()),
        ])

    /// For `CommandTree.adding`, so that `help` explains them too.
    public static var builtinSignatures: [Signature] { builtins.signature.verbs.filter { $0.path != ["help"] } }
}
