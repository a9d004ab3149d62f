import CTestRun

/// How many tests run at once; 0 for no bound. Decided before any of them starts (`CTestRun`).
public var testsAtOnce: Int { Int(tests_at_once()) }
