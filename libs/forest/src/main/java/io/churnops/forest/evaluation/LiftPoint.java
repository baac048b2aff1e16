package io.churnops.forest.evaluation;

/**
 * What contacting the highest scores first yields.
 *
 * @param percent the part of all rows contacted, 10 to 100
 * @param lift how many times more churners are among them than among as many drawn at random
 * @param gain the share of all churners among them
 */
public record LiftPoint(int percent, double lift, double gain) {}
