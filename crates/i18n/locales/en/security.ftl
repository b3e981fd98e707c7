# How an account is entered: confirming the address, a new password.
## Confirming the address
confirm-email-title = Confirm your e-mail address
confirm-email-ask = Press the button to confirm that this address is yours.
confirm-email-button = Confirm the address
confirm-email-done = Your e-mail address is confirmed. You can launch campaigns and be paid.
confirm-email-waiting = We sent a link to { $email }. It works once, within an hour. Look among unwanted mail, too.
confirm-email-sent = Another mail is on its way to { $email }.
confirm-email-again = Send the mail again
confirm-email-sign-in = Sign in to have another mail sent.
confirm-email-banner = Your e-mail address is not confirmed yet: open the link in the mail we sent. Until then you can pledge, but not launch a campaign or be paid.
confirm-email-go-on = Go on
## A new password
forgot-password-link = Forgotten your password?
forgot-password-title = Choose a new password
forgot-password-what = Write the address of your account. If there is one, we send a link to it.
forgot-password-button = Send the link
forgot-password-sent = If there is an account with { $email }, a mail with a link is on its way to it. The link works once, within an hour.
forgot-password-nothing = No mail after some minutes? Look among unwanted mail, and check that this is the address you signed up with.
reset-password-title = Choose a new password
reset-password-new = New password
reset-password-button = Set the new password
reset-password-ends = This ends all your sign-ins, on every device. If your account asks for a code when you sign in, it still does.
reset-password-done = Your password is changed and all sign-ins have ended. Sign in with the new one.
reset-password-another = Ask for another link
