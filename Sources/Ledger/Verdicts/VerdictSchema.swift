extension LedgerSchema {
    // A verdict goes with whatever it rests on, in the transaction that changes it and whoever changes it: so the rule
    // stands at the tables and not at those who write them. Hashes of paths are enough to find the scenes of an item: that
    // they may be those of a few scenes too many costs a comparison. Who else plays an item is told by folded paths too, of
    // scenes that have no item by their full path. The order of joins is told (CROSS), or it is guessed from nothing.
    // Nothing is looked for while there are no verdicts, as in the first pass over a library.
    static let verdicts: StaticString = """
        CREATE TABLE verdict (
            scene  INTEGER PRIMARY KEY,
            ending BLOB NOT NULL
        ) STRICT;
        CREATE VIEW itemScene AS
            SELECT f.item AS item, s.scene AS scene FROM itemFile f CROSS JOIN sceneFile s ON s.exactKey = f.exactKey;
        CREATE TRIGGER verdict_scene_in AFTER INSERT ON scene
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = NEW.id;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM sync y
                CROSS JOIN item i ON i.server = y.server AND i.ratingKey = y.ratingKey
                CROSS JOIN itemScene x ON x.item = i.id WHERE y.scene = NEW.id);
        END;
        CREATE TRIGGER verdict_scene_new AFTER UPDATE ON scene
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.id;
        END;
        CREATE TRIGGER verdict_scene_out AFTER DELETE ON scene
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.id;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM sync y
                CROSS JOIN item i ON i.server = y.server AND i.ratingKey = y.ratingKey
                CROSS JOIN itemScene x ON x.item = i.id WHERE y.scene = OLD.id);
        END;
        CREATE TRIGGER verdict_sceneFile_in AFTER INSERT ON sceneFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = NEW.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = NEW.foldedKey);
        END;
        CREATE TRIGGER verdict_sceneFile_new AFTER UPDATE ON sceneFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = OLD.foldedKey);
            DELETE FROM verdict WHERE scene = NEW.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = NEW.foldedKey);
        END;
        CREATE TRIGGER verdict_sceneFile_out AFTER DELETE ON sceneFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = OLD.foldedKey);
        END;
        CREATE TRIGGER verdict_itemFile_in AFTER INSERT ON itemFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM sceneFile WHERE exactKey = NEW.exactKey);
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = NEW.item);
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = NEW.foldedKey);
        END;
        CREATE TRIGGER verdict_itemFile_new AFTER UPDATE ON itemFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM sceneFile WHERE exactKey = OLD.exactKey);
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = OLD.item);
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = OLD.foldedKey);
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM sceneFile WHERE exactKey = NEW.exactKey);
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = NEW.item);
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = NEW.foldedKey);
        END;
        CREATE TRIGGER verdict_itemFile_out AFTER DELETE ON itemFile
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM sceneFile WHERE exactKey = OLD.exactKey);
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = OLD.item);
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM itemFile f
                CROSS JOIN itemScene x ON x.item = f.item WHERE f.foldedKey = OLD.foldedKey);
        END;
        CREATE TRIGGER verdict_item_new AFTER UPDATE ON item
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = OLD.id);
        END;
        CREATE TRIGGER verdict_item_out BEFORE DELETE ON item
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT scene FROM itemScene WHERE item = OLD.id);
        END;
        CREATE TRIGGER verdict_targetLedger_in AFTER INSERT ON targetLedger
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = NEW.server AND i.ratingKey = NEW.ratingKey);
        END;
        CREATE TRIGGER verdict_sync_in AFTER INSERT ON sync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = NEW.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = NEW.server AND i.ratingKey = NEW.ratingKey);
        END;
        CREATE TRIGGER verdict_importedSync_in AFTER INSERT ON importedSync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = NEW.scene;
        END;
        CREATE TRIGGER verdict_pin_in AFTER INSERT ON pin
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = NEW.scene;
        END;
        CREATE TRIGGER verdict_targetLedger_new AFTER UPDATE ON targetLedger
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = OLD.server AND i.ratingKey = OLD.ratingKey);
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = NEW.server AND i.ratingKey = NEW.ratingKey);
        END;
        CREATE TRIGGER verdict_sync_new AFTER UPDATE ON sync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = OLD.server AND i.ratingKey = OLD.ratingKey);
            DELETE FROM verdict WHERE scene = NEW.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = NEW.server AND i.ratingKey = NEW.ratingKey);
        END;
        CREATE TRIGGER verdict_importedSync_new AFTER UPDATE ON importedSync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene = NEW.scene;
        END;
        CREATE TRIGGER verdict_pin_new AFTER UPDATE ON pin
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene = NEW.scene;
        END;
        CREATE TRIGGER verdict_targetLedger_out AFTER DELETE ON targetLedger
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = OLD.server AND i.ratingKey = OLD.ratingKey);
        END;
        CREATE TRIGGER verdict_sync_out AFTER DELETE ON sync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
            DELETE FROM verdict WHERE scene IN (SELECT x.scene FROM item i CROSS JOIN itemScene x ON x.item = i.id
                WHERE i.server = OLD.server AND i.ratingKey = OLD.ratingKey);
        END;
        CREATE TRIGGER verdict_importedSync_out AFTER DELETE ON importedSync
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
        END;
        CREATE TRIGGER verdict_pin_out AFTER DELETE ON pin
        WHEN EXISTS (SELECT 1 FROM verdict) BEGIN
            DELETE FROM verdict WHERE scene = OLD.scene;
        END;
        """
}
