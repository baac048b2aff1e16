# Runs a server that must not outlive its parent: leash.sh SIGNAL PIDFILE COMMAND...
# Standard input is a pipe that the parent holds open. When it closes, however the parent ended, the
# server gets SIGNAL, and SIGKILL ten seconds later. Answers with the server's exit code.
signal=$1
pidfile=$2
shift 2
exec 3<&0 </dev/null

"$@" 3<&- &
server=$!
echo "$server" >"$pidfile"

(
  trap - TERM INT HUP
  read -r _ <&3
  kill -s "$signal" "$server" 2>/dev/null
  tries=0
  while kill -0 "$server" 2>/dev/null && [ "$tries" -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -s KILL "$server" 2>/dev/null
) &
watch=$!
exec 3<&-

trap 'kill -s "$signal" "$server" 2>/dev/null' TERM INT HUP
wait "$server"
code=$?
while kill -0 "$server" 2>/dev/null; do
  wait "$server"
  code=$?
done
kill -s KILL "$watch" 2>/dev/null
exit "$code"
