# The words of patents: labels of the enums of schema.graphql (<family>-<value>) and what a status means.

status-filed = Filed
status-published = Published
status-under-examination = In examination
status-allowed = Allowed
status-in-force = In force
status-refused = Refused
status-withdrawn = Withdrawn
status-abandoned = Abandoned
status-lapsed = Lapsed
status-expired = Expired
status-surrendered = Surrendered
status-revoked = Revoked
status-unknown = Unknown

patent-meaning-filed = An application has been filed; nothing is granted yet. Nobody can be stopped on the strength of it today, and it may still be refused.
patent-meaning-published = The application is public, but nothing is granted yet. It may still be narrowed or refused.
patent-meaning-under-examination = The office is examining the application. Nothing is granted yet, and what is granted in the end may be narrower than what was asked for.
patent-meaning-allowed = The office intends to grant this right. The grant itself still has to be completed.
patent-meaning-in-force = This right is granted and in force. While it is kept up, others need the owner’s permission to use in this country what it protects.
patent-meaning-refused = The office refused this application. Unless an appeal succeeds, it protects nothing.
patent-meaning-withdrawn = The applicant withdrew this application. It protects nothing.
patent-meaning-abandoned = This application was given up or not pursued in time. It protects nothing unless the office revives it.
patent-meaning-lapsed = This right has lapsed, most often because a fee was not paid. Anyone may use the invention in this country unless the right is restored.
patent-meaning-expired = The term of this right has ended. Anyone may use the invention in this country.
patent-meaning-surrendered = The owner gave this right up. Anyone may use the invention in this country.
patent-meaning-revoked = This right was revoked. It is treated as if it had never protected anything.
patent-meaning-unknown = No register has told us how this right stands. Do not count on it until one has.

# $count: how many patents stand behind the campaign
ip-summary-green = { $count ->
    [one] The registers tell nothing against the patent behind this campaign.
   *[other] The registers tell nothing against the { $n } patents behind this campaign.
}
ip-summary-notice = { $count ->
    [one] The patent behind this campaign stands, with something to know before you pledge.
   *[other] The { $n } patents behind this campaign stand, with something to know before you pledge.
}
ip-summary-alert = { $count ->
    [one] Something about the patent behind this campaign needs attention. Read it before you pledge.
   *[other] Something about the { $n } patents behind this campaign needs attention. Read it before you pledge.
}
ip-summary-lost = { $count ->
    [one] The patent behind this campaign no longer protects anything.
   *[other] At least one of the { $n } patents behind this campaign no longer protects anything.
}
ip-summary-unknown = { $count ->
    [0] No patent has been confirmed for this campaign.
    [one] No register has confirmed how the patent behind this campaign stands.
   *[other] No register has confirmed how the { $n } patents behind this campaign stand.
}
# $count: of how many of them that is so
ip-summary-other-owner = { $count ->
    [one] The registered owner of one of them is somebody else than the founder.
   *[other] The registered owner of { $n } of them is somebody else than the founder.
}
ip-summary-stale = { $count ->
    [one] What is known of one of them is old and may have changed.
   *[other] What is known of { $n } of them is old and may have changed.
}

patent-risk-status-lost = This right no longer protects anything.
patent-risk-status-unknown = No register has confirmed how this right stands.
patent-risk-status-stale = The status has not been confirmed for a while and may have changed.
patent-risk-pending = Not granted yet: it may be narrowed or refused.
patent-risk-expires-soon = The term ends soon.
patent-risk-annuity-due = A renewal fee is due.
patent-risk-annuity-in-grace = A renewal fee is overdue. The right lapses if it is not paid within the grace period.
patent-risk-security = Registered as security for a debt. If the debt is not paid, the right can be sold to pay it.
patent-risk-preservation = Frozen by a court. It cannot be transferred until the court lifts the measure.
patent-risk-consent-not-shown = An open licence is on record although the patent is security for a debt. The lender has to consent, and no register shows that it did.
patent-risk-title-threatened = Somebody holds a right in this patent that can take it away from its owner.
patent-risk-exclusive-licence = Somebody else holds an exclusive licence: its owner may not be free to use it.
patent-risk-challenged = Somebody attacks this right. It may be narrowed or taken away.
patent-risk-encumbered = Others hold rights in this patent.
patent-risk-owner-mismatch = The registered owner is not the founder of this campaign.

confidence-office-current = Stated by the office
confidence-event-derived = Read from register events
confidence-presumed = Presumed
confidence-documented = Shown by a document of the office
confidence-self-declared = Stated by the founder

owner-match-exact = The registered owner is the founder
owner-match-normalised = The registered owner is the founder, written differently
owner-match-namesake = Registered to somebody of the founder's name, perhaps somebody else
owner-match-other-party = Registered to somebody else than the founder
owner-match-unknown = Owner not compared with the founder yet

annuity-not-due = Not due yet
annuity-paid = Paid
annuity-window-open = Can be paid now
annuity-due-soon = Due soon
annuity-overdue-in-grace = Overdue, within the grace period
annuity-grace-ended-no-record = Grace period over, no payment on record
annuity-lapsed-recorded = Lapsed for an unpaid fee
annuity-no-fees = No renewal fees
annuity-unknown = Not known

encumbrance-security = Registered as security
encumbrance-preservation = Court preservation
encumbrance-exclusive-licence = Exclusive licence
encumbrance-licence = Licence
encumbrance-open-licence = Open licence
encumbrance-right-in-rem = Right in rem
encumbrance-receivership = Receivership
encumbrance-ownership-dispute = Ownership dispute

lapse-risk-none = Lapse risk: none
lapse-risk-low = Lapse risk: low
lapse-risk-medium = Lapse risk: some (due within half a year, or no payment on record)
lapse-risk-high = Lapse risk: high (overdue, or due before the campaign ends)
lapse-risk-critical = Lapse risk: critical (the time to pay is over)

term-basis-filing = reckoned from the filing
term-basis-filing-unchecked = reckoned from the filing alone; earlier applications and adjustments are not known
term-basis-grant = reckoned from the grant
term-basis-oldest-parent = reckoned from the oldest application that counts, with adjustments
term-basis-register = as the register states it

conveyance-assignment = Transfer
conveyance-licence = Licence
conveyance-merger = Merger or conversion
conveyance-name-change = Change of name
conveyance-other = Other entry
conveyance-receivership = Receivership
conveyance-release = Release of a security
conveyance-security = Security
conveyance-security-transfer = Transfer of a security

challenge-opposition = opposition
challenge-invalidation = request for invalidation
challenge-ptab = trial at the office
challenge-reexamination = reexamination
challenge-court = court case
challenge-limitation = limitation
challenge-other = another proceeding
challenge-ipr = inter partes review (IPR)
challenge-pgr = post-grant review (PGR)
challenge-cbm = covered business method review (CBM)
challenge-der = derivation proceeding (DER)

aspect-challenges = Attacks
aspect-encumbrances = Encumbrances
aspect-family = Family
aspect-fees = Renewal fees
aspect-ownership = Ownership
aspect-status = Status
aspect-technology = Technology
aspect-term = Term

assessment-cause-calendar = A day passed that matters
assessment-cause-evidence = A register said something
assessment-cause-rules = Our rules changed

# States by ISO 3166-1 alpha-2, where a European patent can live
state-al = Albania
state-at = Austria
state-ba = Bosnia and Herzegovina
state-be = Belgium
state-bg = Bulgaria
state-ch = Switzerland
state-cy = Cyprus
state-cz = Czechia
state-de = Germany
state-dk = Denmark
state-ee = Estonia
state-es = Spain
state-fi = Finland
state-fr = France
state-gb = United Kingdom
state-ge = Georgia
state-gr = Greece
state-hr = Croatia
state-hu = Hungary
state-ie = Ireland
state-is = Iceland
state-it = Italy
state-kh = Cambodia
state-la = Laos
state-li = Liechtenstein
state-lt = Lithuania
state-lu = Luxembourg
state-lv = Latvia
state-ma = Morocco
state-mc = Monaco
state-md = Moldova
state-me = Montenegro
state-mk = North Macedonia
state-mt = Malta
state-nl = Netherlands
state-no = Norway
state-pl = Poland
state-pt = Portugal
state-ro = Romania
state-rs = Serbia
state-se = Sweden
state-si = Slovenia
state-sk = Slovakia
state-sm = San Marino
state-tn = Tunisia
state-tr = Türkiye
state-up = Unitary patent

right-invention = Invention patent
right-utility-model = Utility model
right-design = Design
right-plant = Plant patent
right-provisional = Provisional application
right-pct = International application (PCT)

office-cn = China
office-us = United States
office-ep = European Patent Office
office-wo = WIPO (PCT)
office-jp = Japan
office-kr = Korea
office-de = Germany
office-gb = United Kingdom
office-other = Other offices

field-energy-storage = Energy storage
field-medical-devices = Medical devices
field-robotics = Robotics
field-semiconductors = Semiconductors
field-new-materials = New materials
field-agriculture = Agriculture
field-water-treatment = Water treatment
field-optics = Optics
field-aerospace = Aerospace
field-software-ai = Software and AI
field-other = Other fields

# Why a status is what it is, or cannot be told
patent-reason-no-status-on-record = No register has been asked for its status yet.
patent-reason-non-payment = A renewal fee was not paid.
patent-reason-term = The term is over.
patent-reason-grace = A renewal fee is overdue; it can still be paid with a surcharge.
patent-reason-final = The decision is final.
patent-reason-express = The applicant declared it.
patent-reason-international-phase = The application is in its international phase; nothing is granted by it.
patent-reason-source-unavailable = The register did not answer.
patent-reason-after-appeal = It ended after an appeal.
patent-reason-appeal-pending = An appeal is pending.
patent-reason-converted = It was converted into another application.
patent-reason-court = It is before a court.
patent-reason-double-patenting = It was given up so that the same invention is not protected twice.
patent-reason-ended-reason-not-stated = The source says that it has ended, but not why.
patent-reason-end-event-on-record = An entry that may have ended it is on record; it has not been weighed yet.
patent-reason-erasure-reason-not-told = The register marks it as erased, but does not tell why.
patent-reason-fees = A fee was not paid.
patent-reason-fees-not-checked = The source tells of the grant, but not whether the fees were paid since.
patent-reason-fee-window-passed = The time to pay the last known fee is over, and the register has not been asked since.
patent-reason-formalities = A formal requirement was not met.
patent-reason-gazette-entry-only = The source gives only a gazette entry, not the status today.
patent-reason-grant-formalities = The formalities of the grant were not done.
patent-reason-interference = It is in an interference or derivation proceeding.
patent-reason-invalidated = It was declared invalid.
patent-reason-issue-fee-unpaid = The issue fee was not paid.
patent-reason-no-exam-request = Examination was not requested in time.
patent-reason-no-response = The office was not answered in time.
patent-reason-priority-claimed = A later application claims it and takes its place.
patent-reason-provisional-expired = A provisional application ends by itself and never becomes a right.
patent-reason-reexamination = This is the file of a reexamination.
patent-reason-restoration-window = It has ended, but can still be restored.
patent-reason-restored = It had ended and was restored.
patent-reason-review-window = It was refused; a review can still be requested.
patent-reason-secrecy = It is under a secrecy order.
patent-reason-states-not-checked = It was granted for several states; in which of them it lives has not been checked.
patent-reason-status-code-not-known = The office gives a code that is in no table of ours.
patent-reason-status-text-not-known = The office uses words that are in no table of ours.
patent-reason-supplemental-examination = This is the file of a supplemental examination.
patent-reason-suspended = The procedure is suspended.
patent-reason-term-may-be-shorter = A terminal disclaimer is on file: the term may end earlier.
patent-reason-office-says-filed = The office says: it is filed.
patent-reason-events-say-filed = The entries of the register say: it is filed.
patent-reason-office-says-published = The office says: it is published.
patent-reason-events-say-published = The entries of the register say: it is published.
patent-reason-office-says-under-examination = The office says: it is under examination.
patent-reason-events-say-under-examination = The entries of the register say: it is under examination.
patent-reason-office-says-allowed = The office says: it is to be granted.
patent-reason-events-say-allowed = The entries of the register say: it is to be granted.
patent-reason-office-says-in-force = The office says: it is in force.
patent-reason-events-say-in-force = The entries of the register say: it is in force.
patent-reason-office-says-refused = The office says: it was refused.
patent-reason-events-say-refused = The entries of the register say: it was refused.
patent-reason-office-says-withdrawn = The office says: it was withdrawn.
patent-reason-events-say-withdrawn = The entries of the register say: it was withdrawn.
patent-reason-office-says-abandoned = The office says: it was abandoned.
patent-reason-events-say-abandoned = The entries of the register say: it was abandoned.
patent-reason-office-says-lapsed = The office says: it lapsed.
patent-reason-events-say-lapsed = The entries of the register say: it lapsed.
patent-reason-office-says-expired = The office says: it expired.
patent-reason-events-say-expired = The entries of the register say: it expired.
patent-reason-office-says-surrendered = The office says: it was given up.
patent-reason-events-say-surrendered = The entries of the register say: it was given up.
patent-reason-office-says-revoked = The office says: it was revoked.
patent-reason-events-say-revoked = The entries of the register say: it was revoked.
patent-reason-office-says-unknown = The office says: nothing certain.
patent-reason-events-say-unknown = The entries of the register say: nothing certain.
patent-reason-was-filed = Before that day: it is filed.
patent-reason-was-published = Before that day: it is published.
patent-reason-was-under-examination = Before that day: it is under examination.
patent-reason-was-allowed = Before that day: it is to be granted.
patent-reason-was-in-force = Before that day: it is in force.
patent-reason-application-ended-after-grant = The register tells of an end of the application after its grant; one of the two is wrong.
patent-reason-invalidation-extent-not-told = It was declared invalid in part or in whole; which of the two is not told.
patent-reason-states-not-confirmed = It was granted for several states; in none of them does a payment show that it lives.
patent-reason-translation-missing = A translation was not filed in time.
patent-reason-term-not-checked = The office calls it granted; its term has not been checked yet.

# The IP evidence score: what its points say
patent-score-scored = Scored by what registers show. This is no valuation.
patent-score-pending-only = Not granted yet: the score is at most 55.
patent-score-no-active-right = There is no active right any more, so the score is 0.
patent-score-not-enough-evidence = Not enough evidence for a score.
patent-score-in-force = In force, as its office or its entries confirm.
patent-score-in-force-documented = In force by a document of the office, which a reviewer compared.
patent-score-in-force-presumed = In force by presumption only: no register confirms it today.
patent-score-allowed = To be granted once formalities and fees are settled.
evidence-score-disclaimer = It weighs what registers publish. It says nothing of what the right is worth.
patent-score-under-examination = Under examination.
patent-score-published = Published; examination is not known to have begun.
patent-score-filed = Filed, not published yet.
patent-score-term-left = The term ends on { $date }; ten years or more earn every point.
patent-score-term-not-known = The end of the term is not known for sure.
patent-score-fees-none = No renewal fee can end it for a long while.
patent-score-fees-low = Its renewal fees are paid, and the next is far off.
patent-score-fees-medium = A renewal fee falls due within half a year, or no payment is on record.
patent-score-fees-high = A renewal fee is overdue and can still be paid.
patent-score-fees-critical = The time to pay a renewal fee is over and no payment is on record.
patent-score-fees-not-known = Nothing is known of its renewal fees.
patent-score-challenge-open = An attack on it goes on.
patent-score-challenge-survived = It has survived an attack.
patent-score-challenge-narrowed = An attack has left it with narrower claims.
patent-score-no-challenge = No attack on it is on record.
patent-score-challenges-not-told = What became of attacks on it is not told.
patent-score-market = States or offices where it is confirmed to live: { $states }. Their income is { $percent } percent of that of the United States; without a figure: { $unknown }.
patent-score-market-not-confirmed = In no state is it confirmed to be in force.
patent-score-market-not-in-table = No figure of income is at hand for where it is in force.
patent-score-family = Offices its family was filed at: { $number }.
patent-score-family-not-listed = Its family is not listed.
patent-score-citations-no-baseline = Later citations are not measured: there is nothing to compare them with yet.
patent-score-scope = Distinct classes of the International Patent Classification: { $number }.
patent-score-scope-not-known = Its classes are not known.
patent-score-claims = Claims: { $number }.
patent-score-claims-not-known = The number of its claims is not known.
patent-score-owner-exact = The registered owner has the very name of the founder.
patent-score-owner-normalised = The registered owner is the founder, written differently.
patent-score-owner-other = It is registered to somebody else than the founder.
patent-score-owner-namesake = The registered owner has the founder's name, but may be somebody else.
patent-score-owner-not-compared = The registered owner could not be compared with the founder.
patent-score-chain-complete = Every owner on record had it from the one before.
patent-score-chain-gap = A step between two owners is not on record.
patent-score-chain-not-on-record = No transfer is on record.
patent-score-no-liens = Nothing that others hold in it is on record.
patent-score-licensed = Licences are on record that leave the owner free.
patent-score-liens = Somebody else holds a right in it that can take it away or shut its owner out.
patent-score-liens-not-told = Whether others hold rights in it is not told.
patent-score-not-frozen = No court has frozen it.
patent-score-frozen = A court has frozen it.
patent-score-freeze-not-told = Whether a court has frozen it is not told.

# Signals of a watched right
patent-watch-green = No warning signs
patent-watch-notice = Worth knowing
patent-watch-alert = Needs attention
patent-watch-lost = Protection lost
panel-prevails = paid before the others
panel-level-none = Not known yet
patent-signal-fee-due = A renewal fee falls due
patent-signal-fee-grace = A renewal fee is overdue
patent-signal-fee-grace-ended = The time to pay a renewal fee is over
patent-signal-ended = The right has ended
patent-signal-restorable = The right has ended and can still come back
patent-signal-challenge-open = The right is under attack
patent-signal-partially-invalidated = In force with narrower claims
patent-signal-frozen = Frozen by a court
patent-signal-encumbered = Somebody else holds a right in it
patent-signal-expires-before-horizon = The term ends within a year of the campaign
patent-signal-expires-soon = The term ends within two years
patent-signal-unknown = How the right stands is not known
patent-signal-pending = Not granted yet, and may never be

# Changes of a watched right
patent-change-ended = The right has ended
patent-change-became-final = The right can no longer come back
patent-change-became-unknown = How the right stands is no longer known
patent-change-became-known = How the right stands is known again
patent-change-restored = The right lives again
patent-change-granted = The right was granted
patent-change-state-ended = The right has ended in one state
patent-change-owner-changed = The owners on record have changed
patent-change-encumbered = Somebody else has got a right in it
patent-change-released = A right that somebody else held in it has ended
patent-change-frozen = A court has frozen it
patent-change-unfrozen = The court has lifted the freeze
patent-change-challenge-opened = An attack on it has begun
patent-change-challenge-closed = An attack on it is over
patent-change-partially-invalidated = Its claims were narrowed
patent-change-fee-overdue = A renewal fee has become overdue
patent-change-fee-grace-ended = The time to pay a renewal fee has run out
patent-change-fee-paid = A renewal fee was paid
patent-change-term-shortened = The term ends earlier than was known
patent-change-term-extended = The term ends later than was known

# Numbers that are looked up
patent-lookup-found = This right is known.
patent-lookup-pending = The registers are being asked for it.
patent-lookup-not-found = No register that was asked holds it.
patent-lookup-unavailable = A register that covers it gives no answer now; it is asked again by itself.
patent-lookup-no-register = Nothing is known of it here yet.

# Days of a renewal fee within a campaign
fee-deadline-fee-opens = The renewal fee can be paid from this day on
fee-deadline-fee-due = The renewal fee falls due
fee-deadline-grace-ends = The last day to pay the renewal fee late

security-refusal-grantor-not-owner = Whoever would give it is not the owner on record.
security-refusal-right-ended = The patent is no longer in force.
security-refusal-only-application = It is not granted yet.
security-refusal-fee-unpaid = An annual fee is overdue.
security-refusal-in-dispute = A court has frozen it, or its owner is in dispute.
security-refusal-debt-outlives-right = The debt would run beyond its term.
security-refusal-co-owners-must-agree = It has several owners; all of them must agree.
security-refusal-already-secured = It secures a debt already; there is no second rank.
security-refusal-invalidation-asked = Its invalidation was asked for; the parties must know of it and agree all the same.
security-refusal-status-unknown = Nobody can tell how it stands.
patent-security-could = As far as the register tells, CNIPA would register a security over it today.
patent-security-could-not = CNIPA would not register a security over it today:
