-- Keeps what a channel cost on a day.
INSERT INTO costs BY NAME
SELECT ? AS site, ?::DATE AS day, ? AS channel, ? AS campaign, ?::DECIMAL(18, 4) AS cost;
