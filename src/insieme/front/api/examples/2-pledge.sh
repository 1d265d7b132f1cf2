# Pledge for that offer, by the words that were read: an offer may be revised.
# Sent again with the same key, the same answer comes back and nothing is done twice.
curl -sf -X PUT "$INSIEME/api/v1/calls/$CALL/pledge" \
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: my-first-pledge" \
  -d '{"entries": [{"offer": "'"$OFFER"'", "revision": '"$REVISION"'}], "quantity": 1}' -o pledge.json
