# Answers to input that cannot be taken. One message for each value of the UserErrorCode enums of
# schema.graphql: error-<domain>-<code>. Parameters stand in comments; a message without one takes none.

## Accounts
error-account-email-invalid = This is not an e-mail address. Write it like name@example.com.
error-account-email-taken = There is already an account with this e-mail address. Sign in instead.
error-account-name-invalid = Write a name of 1 to 80 ordinary characters.
error-account-password-too-short = Use at least { $min } characters. Several words in a row work well.
error-account-password-too-long = Use at most { $max } characters.
error-account-password-too-weak = This password is easily guessed. Use several words that do not belong together.
error-account-credentials-wrong = The e-mail address or the password is wrong.
error-account-too-many-tries = Too many tries. Wait a little, then try again.
error-account-code-wrong = This code is wrong or was used already. Wait for the next one, or use a recovery code.
error-account-challenge-over = This took too long, or too many codes were wrong. Sign in again with your password.
error-account-factor-already-on = Your account asks for codes already.
error-account-factor-not-on = No second factor is being set up. Begin anew.
error-account-codes-kept = Agree that the recovery codes until now are worth nothing any more.
error-account-link-invalid = This link was used or has expired. Have another one sent.
error-account-session-not-found = This sign-in has ended already.
error-account-user-not-found = There is no such person.
error-account-email-same = Your account has this e-mail address already.
error-account-email-change-not-asked = No change of your e-mail address is waiting.
error-account-token-name-invalid = Write what the token is for, in 1 to 80 ordinary characters.
error-account-token-end-invalid = Choose an end that lies in the future and within a year.
error-account-too-many-tokens = You have as many tokens as one may have. Revoke one that is not used any more.
error-account-token-not-found = This token has ended already.
error-account-export-under-way = An export is being made. You are told by mail when it is ready.
error-account-too-many-exports = You asked for as many exports as one may ask for in a day. Fetch the one that is ready, or ask again tomorrow.
error-account-confirmation-wrong = Type the e-mail address of your account to confirm it.
error-account-obligations-stand = Something of yours is not settled yet. Settle what stands in the list, then ask again.
error-account-erasure-waits = The erasure of your account waits already.
error-account-no-erasure = No erasure of your account waits: it stays.
error-account-own-account = You cannot do this to your own account. Ask another administrator.
error-account-account-locked = This account is locked. Write to us if you think this is wrong.
error-account-reason-missing = Say why; it stands in the audit trail.
error-account-last-administrator = This is the last administrator. Make somebody else an administrator first.
error-account-email-unconfirmed = The address of this account is not confirmed, so nobody knows whose it is. Ask again once it is.
error-account-already-locked = This account is locked already.
error-account-not-locked = This account is not locked.
error-account-role-request-not-found = There is no such request, or it is not yours.
error-account-role-of-no-staff = This role is not given by administrators: people take it themselves.
error-account-role-held = They have this role already.
error-account-role-asked = This was asked for already and waits for a second administrator.
error-account-own-request = Nobody decides on what they asked for, or on their own roles. Ask another administrator.
error-account-role-request-over = This request is over: it was decided on, withdrawn, or its seven days have passed.
error-account-requester-gone = Whoever asked for this is no administrator any more. Refuse it, and ask anew.
error-work-not-found = No such work was set aside; it may have been done again already.

## Projects, campaigns, rewards
error-campaign-not-found = There is no such campaign, or it is not yours.
error-campaign-required = This is needed.
error-campaign-too-long = This is too long. Please shorten it.
error-campaign-too-short = This is too short. Please say a little more.
error-campaign-invalid = This cannot be used as it is. Check how it is written.
error-campaign-out-of-range = This is outside the range that is allowed.
error-campaign-frozen = This can no longer be changed, because investors have relied on it.
error-campaign-wrong-state = The campaign’s state does not allow this now. Reload the page to see how it stands.
error-campaign-incomplete = Something is still missing before the campaign can be handed in.
error-campaign-conflict = Somebody changed this in the meantime. Look at the newer version below, then save again.
error-campaign-own-case = This is a case of your own. Somebody else has to take it.
error-campaign-patent-lookup-pending = The registers are being asked for { $number }. Send it again in a moment.
error-campaign-patent-not-found = No register knows this number. Check it against the certificate or the filing receipt.
error-campaign-patent-number-invalid = This is not a patent number of the offices we know.
error-campaign-patent-family-attached = A patent of the same family, for the same invention, stands behind another unfinished campaign.
error-campaign-patent-already-attached = This patent already stands behind this or another unfinished campaign.
error-campaign-register-unavailable = The register does not answer at the moment. Nothing was lost; try again in a few minutes.
error-campaign-reward-chosen = Investors have chosen this reward, so it stays as it was promised.
error-campaign-offered-with-alone = Add-ons are offered with this reward alone: { $names }. Offer them with another reward, or take them away first.
error-campaign-pool-chosen = Investors have chosen something out of this stock, so it keeps its name.
error-campaign-pool-shared = A reward is taken out of this stock, or once was, so it stays.
error-campaign-email-not-confirmed = Confirm your e-mail address first: open the link in the mail we sent, or have it sent again from the top of any page.
error-campaign-right-lost = { $count ->
    [one] A patent of this campaign has ended by what the registers tell now. Take it off the campaign, or wait until it is restored.
   *[other] { $count } patents of this campaign have ended by what the registers tell now. Take them off the campaign, or wait until they are restored.
}
error-campaign-owners-changed = The register tells of other owners since you took this case. Take it again and compare the document with today’s owners.
error-campaign-claim-under-way = You have a claim against this campaign that is not decided on yet. Take it back before you file another.
error-campaign-claim-open = A third party’s claim is being looked into. The campaign goes on when that is decided on.
# $until: a time
error-campaign-regime-refused = A rule of the law this campaign raises money under says no.
error-campaign-founder-not-heard = The founder has not answered and may until { $until }. Until then the claim cannot be upheld.
error-campaign-too-many = There are too many of them.

## Pledges
error-pledge-campaign-not-found = There is no such campaign.
error-pledge-campaign-closed = This campaign does not take pledges now.
error-pledge-reward-not-found = This campaign no longer offers that reward. Choose another.
error-pledge-reward-sold-out = All of this reward are taken. Choose another, or pledge without a reward.
error-pledge-add-on-sold-out = That many of this add-on are no longer left. Choose fewer, or leave it out.
error-pledge-add-on-not-offered = This add-on is not offered with what you chose.
error-pledge-quantity-invalid = Choose at least one and no more than one pledge may have.
error-pledge-items-invalid = This pledge does not have that many of the item left to refund.
error-pledge-amount-invalid = This is not an amount we can take. Write digits, such as 250 or 250.50.
error-pledge-amount-below-reward = This is less than what you chose comes to.
error-pledge-currency-mismatch = This campaign takes pledges in another currency.
error-pledge-own-campaign = You cannot pledge to your own campaign.
error-pledge-pledge-not-found = There is no such pledge, or it is not yours.
error-pledge-card-declined = The bank declined this card. Nothing was charged. Try another card.
error-pledge-card-not-accepted = This card cannot be used here. Check the number, or try another card.
error-pledge-authentication-required = Your bank wants to know that it is you. Confirm to finish.
error-pledge-authentication-failed = Your bank could not confirm that it was you. Nothing was charged. Try again or use another card.
error-pledge-reservation-expired = The time to finish this pledge ran out. Place it again; nothing was charged.
error-pledge-not-cancellable = This pledge can no longer be taken back.
error-pledge-limit-exceeded = This is more than can be pledged at once.
error-pledge-not-adjustable = This pledge cannot be changed now: it must count and not be in question, and in the last 24 hours it may not be lowered if the campaign would fall below its goal.
error-pledge-not-repairable = No payment of this pledge can be repaired now.
error-pledge-nothing-to-decide = Nothing is to be decided about this campaign’s money, or the time to decide is over.
error-pledge-risks-not-acknowledged = The patents of this campaign bear grave risks. Read what stands there now and confirm that you know of it.
error-pledge-campaign-held = The patents of this campaign changed. It takes no new pledges until those who pledged have confirmed.
error-pledge-nothing-to-confirm = Nothing is to be confirmed here, or the time to do so is over.
error-pledge-dossier-changed = The patents changed again since you looked. Read what changed and answer anew.
error-pledge-change-not-found = There is no such change.
error-pledge-nothing-to-refund = Nothing of this pledge can be given back.
error-pledge-note-too-long = A note has at most 1,000 characters.
error-pledge-payee-not-found = There is no account to be paid through yet. Open one first.
error-pledge-email-not-confirmed = Confirm your e-mail address first: open the link in the mail we sent, or have it sent again from the top of any page.
error-pledge-country-unsupported = The payment provider does not pay out in this country. Choose a bank transfer.
error-pledge-destination-invalid = Name the bank and the last four digits of the account, such as Commerzbank ····1234.
error-pledge-not-due = It is too early to pay out.
error-pledge-nothing-to-pay = Nothing is to be paid out now, or a payout is under way.
error-pledge-settled-without-payout = Losses and what the founder owes took up what was to be paid out. That is booked now: the campaign is settled without a payout, and only its reserve may still be paid out.
error-pledge-payout-not-found = There is no such payout.
error-pledge-payout-state = This payout does not wait for that.
error-pledge-four-eyes = Somebody must approve this payout who neither ordered it nor is paid by it.
error-pledge-amount-changed = Less is due now than was ordered. Reject this payout and order a new one.
error-pledge-refund-not-found = There is no such refund.
error-pledge-refund-state = This refund does not wait for that: it did not fail, was paid back already, or was decided on.
error-pledge-reference-used = This reference of the bank stands for another repayment. Check the statement.
error-pledge-day-invalid = Choose a day between the one the refund was ordered on and today.
error-pledge-text-invalid = A text is missing or too long.
error-pledge-dispute-not-found = There is no such dispute.
error-pledge-evidence-too-late = Evidence can be handed in once, and in time.
error-pledge-idempotency-key-reused = This form was already sent with other values. Reload the page and try again.
error-pledge-idempotency-in-progress = This pledge is still being worked on. Reload the page in a moment.
error-pledge-regime-refused = A rule of the law this campaign raises money under says no.
error-pledge-provider-unavailable = The payment provider does not answer. Nothing was charged; try again in a moment.

## Notifications
error-campaign-too-often = At most { $max } an hour. There is room for the next at { $again }.
error-follow-not-found = There is no such thing to follow, or it is not followed any more.
error-follow-oneself = You cannot follow yourself.
error-follow-too-many = You follow a thousand things, which is the most. End some of them first.
error-notification-not-found = There is no such notification of yours.
error-notification-too-many = Mark at most a hundred notifications at once, or all of them.
error-notification-which-unclear = Say which notifications: either ids, or all.

## What is wrong with one field of a campaign
violation-required = This is needed.
# $min: how many characters at least
violation-too-short = Write at least { $min } characters.
# $max: how many characters at most
violation-too-long = Write at most { $max } characters.
# $min: how many at least
violation-too-few = Add at least { $min }.
# $max: how many at most
violation-too-many = There can be at most { $max }.
# $character: the character
violation-bad-character = The character { $character } cannot be used.
# $min and $max: the range
violation-out-of-range = Choose a value from { $min } to { $max }.
# $value: what was given
violation-unknown = { $value } is not known.
# $min: days
violation-deadline-too-soon = The deadline must be at least { $min } day after the start.
# $max: days
violation-deadline-too-far = The deadline must be at most { $max } days after the start.
# $currency: the currency's code
violation-other-currency = The campaign is in { $currency }.
violation-frozen = This can no longer be changed, because investors have relied on it.
# $min: the limit now
violation-limit-only-rises = The limit can only rise; it is { $min } now.
violation-in-the-past = This moment has passed.

## Patent numbers
number-empty = Type a patent number, such as CN202311776587.0 or US 11,646,472 B2.
# $length, $max: characters
number-too-long = This is { $length } characters long; a patent number has at most { $max }.
# $code: two letters
number-unknown-office = { $code } is not the code of a patent office. Use CN, US, EP, WO, JP, KR, DE or GB.
# $found, $wanted: offices
number-other-office = This is a number of { $found }, not of { $wanted }. Choose { $found }, or type a number of { $wanted }.
# $found, $wanted: application, publication or grant
number-other-form = This is the number of { $found }; here the number of { $wanted } is needed.
# $office, $given and $right: the digits, $corrected: the whole number with the right digit
number-wrong-check-digit = The check digit of this { $office } number is { $given }, but it should be { $right }. Did you mean { $corrected }?
# $office, $year, $this-year
number-year-in-future = The year { $year } in this { $office } number lies in the future; it is { $this-year } now.
# $office, $year, $first: the first year of such numbers
number-year-too-early = The year { $year } in this { $office } number is too early; numbers like this begin in { $first }.
# $office, $given, $allowed
number-unknown-right-type = { $given } is not a kind of right in { $office } numbers; it must be one of { $allowed }.
# $office, $given: how many digits
number-wrong-length = This { $office } number has { $given } digits, which no number of that office has.
# $office, $found: the character
number-not-a-digit = { $found } stands where this { $office } number needs a digit.
# $office, $kind, $allowed
number-unknown-kind = { $kind } is not a kind code of { $office }. Use one of { $allowed }, or leave it out.
# $readings: the readings, listed
number-ambiguous = This number can be read as { $readings }. Add the office, a kind code or the usual punctuation.
# $office, $example
number-unrecognised = This does not look like a number of { $office }. An example is { $example }.
number-no-office = This does not look like a patent number. Put the office in front, as in CN202311776587.0 or EP2400812.
# $reading: how the number was understood, $form: application, publication or grant
number-understood = { $reading }, { $form }
number-form-application = an application
number-form-publication = a publication
number-form-grant = a grant

## What else is told of accounts, amounts and cards
error-account-terms-not-accepted = Accept the terms for founders first.
violation-taken = This is taken already. Choose another.
# $code: what was written as a currency
money-unknown-currency = There is no currency { $code }. Use a three-letter code such as CNY or USD.
money-not-a-number = This is not an amount. Write digits with a point, such as 25.00.
# $currency and $digits: how many digits it has after the point
money-too-precise = { $currency } has { $digits } digits after the point.
money-too-large = This amount is too large.
# $first and $second: currencies
money-mixed = { $first } and { $second } cannot be added.
card-not-a-test-card = The sandbox takes only test cards, such as 4242 4242 4242 4242.
card-expiry-invalid = Write month and year as on the card, such as 12/34.
card-expired = This date has passed. Write one in the future, such as 12/34.
card-cvc-invalid = The security code has three or four digits.

## Uploaded files
error-file-empty = The file is empty. Choose another.
# $limit: megabytes
error-file-too-large = The file is larger than { $limit } MB. Send a smaller one.
error-file-unknown-kind = This is no PDF, PNG, JPEG or WebP, whatever its name says. Save it as one of these and send it again.
# $kind: PDF, PNG, JPG, WEBP
error-file-damaged = This begins as { $kind } and cannot be read as that. Save it anew and send it again.
# $limit: millions of pixels
error-file-too-many-pixels = The picture has more than { $limit } million pixels. Send a smaller one.
error-file-too-many = { $limit } uploads are the most at a time. Use those that wait, or try again tomorrow.
error-file-rate-limited = Too many uploads in a short time. Wait a little, then send it again.
error-file-sign-in = Sign in first, then send the file.
error-file-origin = Files are taken from our own pages only.
error-file-form = The file did not arrive. Send it as a form with one file.
error-file-unavailable = The file could not be stored. Nothing was lost on your side; try again in a few minutes.

error-patent-not-found = There is no such document, or it is not yours.
error-patent-patent-not-found = There is no such patent here. Look it up first.
error-patent-required = This is needed.
error-patent-too-long = Write at most { $max } characters.
error-patent-too-many = There can be at most { $max }.
error-patent-out-of-range = Choose a year from { $min } to { $max }.
error-patent-unknown = The office uses no such words. Choose one from the list.
error-patent-too-late = This day cannot be after { $max }.
error-patent-not-told = A receipt does not tell this. Leave it empty, or hand in an extract of the register.
error-patent-upload-not-found = There is no such upload of yours. Upload the file again.
error-patent-application-unknown = The application number of this patent is not known here yet. Look it up by its application number, then hand the document in.
error-patent-register-is-asked = The register of { $office } is asked directly. Documents are taken for patents of China only.
error-patent-too-many-waiting = { $max } documents of yours wait already. Wait until they have been looked at.
error-patent-wrong-state = This document was decided on or taken back already.
error-patent-held = Another reviewer is working on this document.
error-patent-not-taken = Take the document before you decide on it.
error-patent-own-case = You cannot decide on a document you handed in yourself.
