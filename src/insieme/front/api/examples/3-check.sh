# The outcome of a decided call, counted again without believing anybody.
curl -sf "$INSIEME/api/v1/calls?show=decided" -o decided.json
CALL=$(python3 -c 'import json; print(next(c["slug"] for c in json.load(open("decided.json"))["items"] if c["phase"] == "cleared"))')
curl -sf "$INSIEME/api/v1/calls/$CALL/outcome/reduced.json" -o reduced.json
curl -sf "$INSIEME/api/v1/calls/$CALL/outcome/result.json" -o result.json
insieme clear reduced.json --check result.json
