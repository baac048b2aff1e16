package io.churnops.kit.redis;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection on which something was said and nothing heard for a while. A server that
 * vanished without a word, or a proxy that swallows what it is told, leaves a connection that looks
 * open; commands would time out on it one after the other until the operating system gives it up,
 * which takes a quarter of an hour. For one connection.
 */
final class SilenceWatch extends ChannelDuplexHandler {

  private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);

  private final Duration patience;
  private @Nullable Future<?> end;

  SilenceWatch(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void write(ChannelHandlerContext connection, Object words, ChannelPromise written) {
    if (end == null) {
      end =
          connection
              .executor()
              .schedule(() -> end(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    var _ = connection.write(words, written);
  }

  private void end(ChannelHandlerContext connection) {
    log.warn("Redis says nothing for {}; a new connection is made", patience);
    var _ = connection.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object words) {
    heard();
    connection.fireChannelRead(words);
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    heard();
    connection.fireChannelInactive();
  }

  private void heard() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
