"""Uses a Plex as any script with python-plexapi would: plexapi-check.py URL TOKEN. Fails by assertion."""

import sys

from plexapi.exceptions import NotFound, Unauthorized
from plexapi.server import PlexServer

url, token = sys.argv[1:]
plex = PlexServer(url, token)
assert plex.machineIdentifier == "lab-plex-1"

clips = plex.library.section("Clips")
assert clips.type == "movie" and clips.locations == ["/media/clips", "/media/more"]
items = clips.all()
assert len(items) == clips.totalSize > 100

item = next(i for i in items if i.studio)
item.editTitle("New + title & more", locked=True)
item.editSummary("one\ntwo", locked=False)
item.addGenre(["Alpha, Beta", "Gamma"])
item.reload()
assert item.title == "New + title & more" and item.summary == "one\ntwo"
locked = [field.name for field in item.fields]
assert "title" in locked and "genre" in locked and "summary" not in locked
names = [genre.tag for genre in item.genres]
assert names[-2:] == ["Alpha, Beta", "Gamma"]

item.removeGenre(["Alpha, Beta"])
item.reload()
assert "Alpha, Beta" not in [genre.tag for genre in item.genres]

item.addCollection("Shelf")
item.addLabel("some-label")
item.batchEdits().editStudio("House").editTagline("Line").addGenre("Zed").saveEdits()
item.rate(7.5)
item.reload()
assert [c.tag for c in item.collections][-1] == "Shelf"
assert [label.tag for label in item.labels][-1] == "Some-Label"
assert (item.studio, item.tagline, item.userRating) == ("House", "Line", 7.5)

assert {"title", "studio", "genre", "collection", "label"} <= {field.name for field in item.fields}
item.removeCollection("Shelf")
item.reload()
assert "Shelf" not in [c.tag for c in item.collections]

item.editTags("actor", ["Ada One", "Bob, Two"])
item.reload()
assert [role.tag for role in item.roles][-2:] == ["Ada One", "Bob, Two"]
item.editTags("actor", ["Ada One"], remove=True)
item.reload()
assert "Bob, Two" in [role.tag for role in item.roles] and "Ada One" not in [role.tag for role in item.roles]

item.edit(**{"title.locked": 0})
item.reload()
assert "title" not in [field.name for field in item.fields]
item.editField("title", item.title, locked=True)
item.reload()
assert "title" in [field.name for field in item.fields]

item.uploadPoster(filepath=__file__)
assert [poster.selected for poster in item.posters()] == [False, True]

pair = plex.fetchItems(f"/library/metadata/{items[0].ratingKey},{items[1].ratingKey},99999999")
assert {i.ratingKey for i in pair} == {items[0].ratingKey, items[1].ratingKey}
clips.update(path="/media/clips/new")

try:
    plex.fetchItem(99999999)
    raise AssertionError("an unknown key was found")
except NotFound:
    pass
try:
    PlexServer(url, "wrong")
    raise AssertionError("a wrong token was let in")
except Unauthorized:
    pass
