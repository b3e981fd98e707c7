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

ip-level-green = In good order
ip-level-notice = Worth knowing
ip-level-alert = Needs attention
ip-level-lost = Protection lost
ip-level-unknown = Not confirmed

# $count: how many patents stand behind the campaign
ip-summary-green = { $count ->
    [one] The patent behind this campaign is in good order: nothing in the registers speaks against it.
   *[other] The { $n } patents behind this campaign are in good order: nothing in the registers speaks against them.
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

patent-risk-status-lost = This right no longer protects anything.
patent-risk-status-unknown = No register has confirmed how this right stands.
patent-risk-status-stale = The status has not been confirmed for a while and may have changed.
patent-risk-pending = Not granted yet: it may be narrowed or refused.
patent-risk-expires-soon = The term ends soon.
patent-risk-annuity-due = A renewal fee is due.
patent-risk-annuity-in-grace = A renewal fee is overdue. The right lapses if it is not paid within the grace period.
patent-risk-security = Registered as security for a debt. If the debt is not paid, the right can be sold to pay it.
patent-risk-preservation = Frozen by a court. It cannot be transferred until the court lifts the measure.
patent-risk-encumbered = Others hold rights in this patent.
patent-risk-owner-mismatch = The registered owner is not the founder of this campaign.

confidence-office-current = Stated by the office
confidence-event-derived = Read from register events
confidence-presumed = Presumed
confidence-self-declared = Stated by the founder

owner-match-exact = The registered owner is the founder
owner-match-normalised = The registered owner is the founder, written differently
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
