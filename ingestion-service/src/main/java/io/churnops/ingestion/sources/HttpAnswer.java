package io.churnops.ingestion.sources;

import java.net.http.HttpHeaders;

/** What an API has answered, whole. */
record HttpAnswer(int status, HttpHeaders headers, byte[] body) {}
