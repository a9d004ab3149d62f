"""Uses a Stash as any script with stashapp-tools would: stashapp-check.py URL KEY. Fails by assertion."""

import sys
from urllib.parse import urlsplit

from stashapi.stashapp import StashInterface

address, key = urlsplit(sys.argv[1]), sys.argv[2]
# It asks for version, configuration and schema, and makes the fields of every later query of the schema.
stash = StashInterface(
    {"Scheme": address.scheme, "Host": address.hostname, "Port": address.port, "ApiKey": key}
)
assert (stash.version.major, stash.version.minor) == (0, 30), stash.version

# Finding: a count, pages, filters.
count, everything = stash.find_scenes(get_count=True)
assert count == len(everything) > 100
ids = sorted(int(scene["id"]) for scene in everything)
paged = []
for page in range(1, 4):
    order = {"per_page": 40, "page": page, "sort": "id", "direction": "ASC"}
    total, scenes = stash.find_scenes(filter=order, get_count=True)
    assert total == count and len(scenes) == 40
    paged += [int(scene["id"]) for scene in scenes]
assert paged == ids[:120]
backwards = stash.find_scenes(filter={"per_page": 5, "sort": "id", "direction": "DESC"}, fragment="id")
assert [int(scene["id"]) for scene in backwards] == ids[:-6:-1]

tagged = next(scene for scene in everything if scene["tags"] and scene["studio"] and scene["performers"])
tag = tagged["tags"][0]
found = stash.find_scenes(f={"tags": {"value": [tag["id"]], "modifier": "INCLUDES"}}, fragment="id tags { id }")
assert {scene["id"] for scene in found} == {
    scene["id"] for scene in everything if tag["id"] in [other["id"] for other in scene["tags"]]
}
path = tagged["files"][0]["path"]
found = stash.find_scenes(f={"path": {"value": path, "modifier": "EQUALS"}})
assert tagged["id"] in [scene["id"] for scene in found]
without = stash.find_scenes(f={"is_missing": "studio"}, fragment="id")
assert {scene["id"] for scene in without} == {scene["id"] for scene in everything if not scene["studio"]}
assert stash.find_scenes(q=tagged["title"], fragment="id title")

# Editing one scene, and several.
new = stash.create_tag({"name": "Made by a client", "aliases": ["client made"]})
assert stash.find_tag("client made")["id"] == new["id"]
person = stash.create_performer({"name": "Client Person", "alias_list": ["C. P."]})
assert stash.find_performer("C. P.")["id"] == person["id"]
updated = stash.update_scene(
    {
        "id": tagged["id"],
        "title": "New + title & more",
        "details": "one\ntwo",
        "date": "2021-02-03",
        "rating100": 80,
        "tags": ["Made by a client"],
        "performers": ["Client Person"],
    }
)
assert updated == tagged["id"]
after = stash.find_scene(int(tagged["id"]))
assert (after["title"], after["details"], after["date"], after["rating100"]) == (
    "New + title & more",
    "one\ntwo",
    "2021-02-03",
    80,
)
assert [t["id"] for t in after["tags"]] == [new["id"]]
assert [p["id"] for p in after["performers"]] == [person["id"]]
assert after["studio"]["id"] == tagged["studio"]["id"] and after["files"] == tagged["files"]

pair = [str(ids[0]), str(ids[1])]
stash.update_scenes({"ids": pair, "tag_ids": {"ids": [new["id"]], "mode": "ADD"}, "organized": True})
for scene in pair:
    scene = stash.find_scene(int(scene))
    assert scene["organized"] and new["id"] in [t["id"] for t in scene["tags"]]

# Tags merged and destroyed, performers renamed and destroyed.
other = stash.create_tag({"name": "Merged into"})
stash.merge_tags([new["id"]], other["id"])
assert stash.find_tag(int(new["id"])) is None
merged = stash.find_tag(int(other["id"]))
assert {"Made by a client", "client made"} <= set(merged["aliases"]), merged["aliases"]
assert [t["id"] for t in stash.find_scene(int(tagged["id"]))["tags"]] == [other["id"]]
stash.destroy_tags([int(other["id"])])
assert stash.find_scene(int(tagged["id"]))["tags"] == []

renamed = stash.update_performer({"id": person["id"], "name": "Renamed Person"})
assert renamed["name"] == "Renamed Person"
named = stash.find_scene(int(tagged["id"]), fragment="performers { name }")
assert [p["name"] for p in named["performers"]] == ["Renamed Person"]
stash.destroy_performer(int(person["id"]))
assert stash.find_scene(int(tagged["id"]))["performers"] == []

# What is wrong is refused.
for wrong in ({"id": "99999999", "title": "x"}, {"id": tagged["id"], "date": "not a date"}):
    try:
        stash.update_scene(wrong)
    except Exception as error:
        assert not isinstance(error, AssertionError)
    else:
        raise AssertionError(f"{wrong} was taken")
