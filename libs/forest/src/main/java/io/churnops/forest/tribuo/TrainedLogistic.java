package io.churnops.forest.tribuo;

import io.churnops.forest.LogisticRegression;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** A logistic regression as it is served, and as Tribuo trained it. */
public record TrainedLogistic(LogisticRegression compiled, Model<Label> tribuo) {}
