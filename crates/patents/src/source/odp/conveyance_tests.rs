use super::{Conveyance::*, classify, classify_coded};

#[test]
fn a_security_or_a_release_is_never_taken_for_an_assignment() {
    for (text, class) in [
        (
            "ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).",
            Assignment,
        ),
        ("NUNC PRO TUNC ASSIGNMENT (SEE DOCUMENT FOR DETAILS).", Assignment),
        ("SECURITY INTEREST", Security),
        ("PATENT SECURITY AGREEMENT", Security),
        ("COLLATERAL ASSIGNMENT OF PATENTS", Security),
        ("ASSIGNMENT FOR SECURITY -- PATENTS", Security),
        ("ASSIGNMENT OF PATENTS AS COLLATERAL SECURITY", Security),
        (
            "CONDITIONAL ASSIGNMENT OF AND SECURITY INTEREST IN PATENT RIGHTS",
            Security,
        ),
        ("PATENT, TRADEMARK AND COPYRIGHT MORTGAGE", Security),
        ("ABL PATENT SECURITY AGREEMENT SUPPLEMENT", Security),
        ("DEED OF HYPOTHEC ON INTELLECTUAL PROPERTY", Security),
        ("FIXED AND FLOATING CHARGE", Security),
        ("NOTICE OF FEDERAL TAX LIEN", Security),
        ("AMENDED AND RESTATED CREDIT AGREEMENT", Security),
        ("UCC FINANCING STATEMENT", Security),
        ("OMNIBUS AMENDMENT TO TERM LOAN AGREEMENT", Security),
        ("ASSIGNMENT OF SECURITY INTEREST IN PATENTS", SecurityTransfer),
        (
            "ASSIGNMENT OF PATENT SECURITY AGREEMENT (REEL 030000, FRAME 0001)",
            SecurityTransfer,
        ),
        ("TRANSFER OF FIRST LIEN SECURITY INTEREST", SecurityTransfer),
        ("NOTICE OF SUBSTITUTION OF ADMINISTRATIVE AGENT", SecurityTransfer),
        ("RESIGNATION AND APPOINTMENT OF AGENT", SecurityTransfer),
        (
            "SUCCESSOR AGENT ASSIGNMENT OF PATENT SECURITY INTEREST",
            SecurityTransfer,
        ),
        ("NOTICE OF SUCCESSION OF AGENCY", SecurityTransfer),
        ("RELEASE BY SECURED PARTY (SEE DOCUMENT FOR DETAILS).", Release),
        ("TERMINATION OF ASSIGNMENT OF SECURITY INTEREST", Release),
        ("REASSIGNMENT AND RELEASE OF SECURITY INTEREST", Release),
        ("BANKRUPTCY COURT ORDER RELEASING ALL LIENS", Release),
        ("SATISFACTION OF SECURITY AGREEMENT", Release),
        ("DISCHARGE OF MORTGAGE", Release),
        ("PARTIAL RELEASE OF PATENT COLLATERAL", Release),
        (
            "TERMINATION AND RELEASE OF PATENT SECURITY AGREEMENT RECORDED AT REEL 048818/FRAME 0520",
            Release,
        ),
        ("MERGER (SEE DOCUMENT FOR DETAILS).", Merger),
        ("MERGER AND CHANGE OF NAME", Merger),
        ("CERTIFICATE OF CONVERSION FROM INC. TO LLC", Merger),
        ("COMPANY SPLIT", Merger),
        ("CONVEYANCE CHANGE OF NAME", NameChange),
        ("CHANGE OF CORPORATE NAME", NameChange),
        ("LICENSE (SEE DOCUMENT FOR DETAILS).", Licence),
        ("CONFIRMATORY LICENSE (SEE DOCUMENT FOR DETAILS).", Licence),
        ("EXCLUSIVE LICENCE AGREEMENT", Licence),
        ("APPOINTMENT OF RECEIVER BY COURT ORDER", Receivership),
        ("BILL OF SALE", Assignment),
        ("QUITCLAIM DEED", Assignment),
        ("ENTITY CONVEYANCE", Assignment),
        ("ASSIGNMENT AND ASSUMPTION AGREEMENT", Assignment),
        ("SEE DOCUMENT FOR DETAILS", Other),
    ] {
        assert_eq!(classify(text), (class, false), "{text}");
    }
}

#[test]
fn names_that_hold_the_words_mislead_nobody() {
    for (text, class) in [
        ("ASSIGNMENT TO ALLIED SECURITY TRUST I", Assignment),
        (
            "ASSIGNMENT OF ASSIGNORS INTEREST TO DOLBY LABORATORIES LICENSING CORPORATION",
            Assignment,
        ),
        ("ASSIGNMENT BY JULIEN DUPONT", Assignment),
        ("CHANGE OF NAME FROM ACME MERGER SUB, INC.", NameChange),
        ("ASSIGNMENT FROM ENERGY CONVERSION DEVICES, INC.", Assignment),
    ] {
        assert_eq!(classify(text), (class, false), "{text}");
    }
}

#[test]
fn a_correction_is_what_it_confirms() {
    for (text, class) in [
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE CONVEYING PARTY'S NAME PREVIOUSLY RECORDED AT REEL: 026073 FRAME: 0206. \
             ASSIGNOR(S) HEREBY CONFIRMS THE SECURITY AGREEMENT.",
            Security,
        ),
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE NATURE OF CONVEYANCE FROM ASSIGNMENT TO SECURITY AGREEMENT PREVIOUSLY \
             RECORDED ON REEL 020000 FRAME 0001",
            Security,
        ),
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE ASSIGNEE NAME FROM BIG SECURITY BANK PREVIOUSLY RECORDED AT REEL: 1 FRAME: 2. \
             ASSIGNOR(S) HEREBY CONFIRMS THE RELEASE OF SECURITY INTEREST.",
            Release,
        ),
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE ASSIGNEE'S ADDRESS PREVIOUSLY RECORDED ON REEL 026154, FRAME 0168",
            Assignment,
        ),
        (
            "RE-RECORD TO CORRECT THE NAME OF THE ASSIGNEE, PREVIOUSLY RECORDED ON REEL 010000 FRAME 0001",
            Assignment,
        ),
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE EXECUTION DATE PREVIOUSLY RECORDED ON REEL 1 FRAME 2. ASSIGNOR(S) HEREBY \
             CONFIRMS THE MERGER.",
            Merger,
        ),
    ] {
        assert_eq!(classify(text), (class, true), "{text}");
    }
}

#[test]
fn the_clerks_code_decides_where_the_text_does_not() {
    assert_eq!(classify_coded("SEE DOCUMENT", Some(27)), (Security, false));
    assert_eq!(classify_coded("ASSIGNMENT", Some(36)), (Release, false));
    assert_eq!(classify_coded("ASSIGNMENT", Some(40)), (Assignment, false));
    assert_eq!(classify_coded("SECURITY AGREEMENT", Some(23)), (Security, false));
}
