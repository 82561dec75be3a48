import Ledger

/// Resources by what a check says of them.
struct Tally: Equatable {
    var pass = 0
    var fail = 0
    var excepted = 0
    var notAssessed = 0
    var notApplicable = 0

    /// The denominator of a failure: everything that the check could judge.
    var assessed: Int { pass + fail + excepted }

    mutating func add(_ row: AssessmentCountRow) {
        pass += row.pass
        fail += row.fail
        excepted += row.excepted
        notAssessed += row.notAssessed
        notApplicable += row.notApplicable
    }
}
