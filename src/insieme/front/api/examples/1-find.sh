# The calls in which people choose now, five at a time; then the offers of the first.
curl -sf "$INSIEME/api/v1/calls?show=choosing&limit=5" -o calls.json
CALL=$(python3 -c 'import json; print(json.load(open("calls.json"))["items"][0]["slug"])')
curl -sf "$INSIEME/api/v1/calls/$CALL/offers" -o offers.json
OFFER=$(python3 -c 'import json; print(json.load(open("offers.json"))[0]["ref"])')
REVISION=$(python3 -c 'import json; print(json.load(open("offers.json"))[0]["revision"])')
