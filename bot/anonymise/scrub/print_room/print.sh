# Runs inside of the closed room, where everything but /tmp is read-only and /tmp is memory that ends with the room.
# Standard input is the file, standard output the PDF; KIND is the file's extension, OFFICE the folder of soffice.bin.
# The room is a session of its own, which would share the processors as if it were not niced (see confinement.py).
{ echo 10 > /proc/self/autogroup; } 2> /dev/null
cat > "/tmp/in.$KIND" || exit 1
profile=/tmp/profile
mkdir -p $profile/user/extensions $profile/user/basic/Standard
cp /room/registrymodifications.xcu $profile/user/
# A profile of another build would make the first start end and ask for a second one.
sed -n 's/^buildid=//p' "$OFFICE/versionrc" > $profile/user/extensions/buildid
office() {
    "$OFFICE/soffice.bin" --headless --nologo --norestore --nofirststartwizard "-env:UserInstallation=file://$profile" \
        "$1" > /dev/null 2>&1 < /dev/null
}
# The first start fills the profile and would write over the macro; it takes a fifth of a second.
office --terminate_after_init || exit $?
cp /room/Module1.xba /room/script.xlb $profile/user/basic/Standard/
# Its pages are whole when they have their last name; how the program ends after that does not matter.
office "macro:///Standard.Module1.PrintFile" || [ -f /tmp/out.pdf ] || exit $?
cat /tmp/out.pdf 2> /dev/null
