-- Others are about to take their place.
DELETE FROM definitions;
