-- Roles and schemas of the suite: one of each per service, the schema owned by its role. Run it as a
-- superuser inside the database `churnops`; running it again changes nothing but the passwords.
--
-- It is a psql script and takes the passwords from the environment:
--   CHURNOPS_INGESTION_PASSWORD=... (and so on) psql -d churnops -f bootstrap.sql
-- so it can be mounted as it is into /docker-entrypoint-initdb.d of the official postgres image.
-- The local platform runs it over JDBC and puts in the passwords itself.
\getenv ingestion_password CHURNOPS_INGESTION_PASSWORD
\getenv features_password CHURNOPS_FEATURES_PASSWORD
\getenv registry_password CHURNOPS_REGISTRY_PASSWORD
\getenv serving_password CHURNOPS_SERVING_PASSWORD
\getenv monitoring_password CHURNOPS_MONITORING_PASSWORD

DO $$
DECLARE
  service text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  FOREACH service IN ARRAY ARRAY['ingestion', 'features', 'registry', 'serving', 'monitoring'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', service);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service);
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, service);
  END LOOP;
END
$$;

ALTER ROLE ingestion PASSWORD :'ingestion_password';
ALTER ROLE features PASSWORD :'features_password';
ALTER ROLE registry PASSWORD :'registry_password';
ALTER ROLE serving PASSWORD :'serving_password';
ALTER ROLE monitoring PASSWORD :'monitoring_password';
