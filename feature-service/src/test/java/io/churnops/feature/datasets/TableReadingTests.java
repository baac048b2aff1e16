package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.churnops.feature.datasets.InvalidTableException.Flaw;
import io.churnops.feature.datasets.TableSource.TableColumn;
import io.churnops.features.engine.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class TableReadingTests {

  private final Path folder;

  TableReadingTests(@TempDir Path folder) {
    this.folder = folder;
  }

  private static TableRequest request(@Nullable String positive, String... ignore) {
    return new TableRequest(
        "shop",
        "Churn",
        "id",
        positive,
        List.of(ignore),
        Instant.parse("2026-01-01T00:00:00Z"),
        null);
  }

  private TableSource read(String csv, TableRequest request) throws IOException {
    return read(Files.writeString(folder.resolve("table.csv"), csv), request);
  }

  private static TableSource read(Path csv, TableRequest request) throws IOException {
    TableFile file = new TableFile(csv, DataSize.ofMegabytes(100));
    TableReading reading = new TableReading(request);
    file.forEach(file.delimiter(), reading::take);
    return reading.finish("0".repeat(64));
  }

  @SuppressWarnings("unchecked") // The problem holds the flaws it was made of.
  private List<Flaw> flaws(String csv, TableRequest request) {
    InvalidTableException refused =
        Objects.requireNonNull(
            catchThrowableOfType(InvalidTableException.class, () -> read(csv, request)), csv);
    return (List<Flaw>)
        Objects.requireNonNull(
            Objects.requireNonNull(refused.getBody().getProperties()).get("problems"));
  }

  private List<String> codes(String csv, String... ignore) {
    return flaws(csv, request(null, ignore)).stream().map(Flaw::code).toList();
  }

  @Test
  void infersTypesFromWhatIsThere() throws IOException {
    TableSource table =
        read(
            """
            id,Churn,Amount,ZIP,Mixed,Blank,plan,TooLarge
            a,Yes,1.5, 01234,1,,Free,1e300
            b,No, ,12345,2,,"a, b",2
            c,No,NA,12345,x,,Free,3
            d,,-2e3,12345,4,,,4
            """,
            request(null));
    assertThat(table.positive()).isEqualTo("Yes");
    assertThat(table.columns())
        .containsExactly(
            new TableColumn("Amount", "amount", ColumnType.NUMBER, 2, ""),
            new TableColumn(
                "ZIP",
                "zip",
                ColumnType.CATEGORY,
                0,
                "1 of 4 values are no plain numbers, the first is \"01234\" in line 2"),
            new TableColumn(
                "Mixed",
                "mixed",
                ColumnType.CATEGORY,
                0,
                "1 of 4 values are no plain numbers, the first is \"x\" in line 4"),
            new TableColumn("Blank", "blank", ColumnType.NUMBER, 4, ""),
            new TableColumn("plan", "plan", ColumnType.CATEGORY, 1, ""),
            new TableColumn(
                "TooLarge",
                "too_large",
                ColumnType.CATEGORY,
                0,
                "1 of 4 values are no plain numbers, the first is \"1e300\" in line 2"));
  }

  @Test
  void tellsTheDelimiter() throws IOException {
    assertThat(read("id;\"a,b,c\";Churn\r\nx;1;1\r\ny;2;0\r\n", request(null)).columns())
        .extracting(TableColumn::name)
        .containsExactly("a_b_c");
    assertThat(read("\uFEFFid\tv\tChurn\nx\t1\tt\ny\t2\tf\n", request(null)).positive())
        .isEqualTo("t");
  }

  @Test
  void makesNamesThatExpressionsCanUse() throws IOException {
    assertThat(
            read(
                    """
                    id,Churn,MonthlyCharges,HTTPErrors,2nd,Größe,for,v 1,v-1
                    a,1,1,1,1,1,1,1,1
                    b,0,1,1,1,1,1,1,1
                    """,
                    request(null))
                .columns())
        .extracting(TableColumn::name)
        .containsExactly(
            "monthly_charges", "http_errors", "c_2nd", "gr_e", "for_value", "v_1", "v_1_2");
  }

  @Test
  void saysWhatIsWrongWithATable() {
    assertThat(codes("")).containsExactly("empty_table");
    assertThat(codes("id,Churn,x\n")).containsExactly("empty_table");
    assertThat(codes("id,x\na,1\n")).containsExactly("no_such_column");
    assertThat(codes("a,b\n1,2\n")).containsExactly("no_such_column", "no_such_column");
    assertThat(codes("id,Churn,x,x,\na,1,1,1,1\n"))
        .containsExactly("duplicate_column", "unnamed_column");
    assertThat(codes("id,Churn,x\na,1,1\nb,0\nc,0,1,2\n"))
        .containsExactly("ragged_row", "ragged_row");
    assertThat(codes("id,Churn,x\na,1,1\n,0,1\na,0,1\n"))
        .containsExactly("missing_id", "duplicate_id");
    assertThat(codes("id,Churn,x\na,1,1\nb,1,1\n")).containsExactly("one_class");
    assertThat(codes("id,Churn,x\na,,1\nb,,1\n")).containsExactly("one_class");
    assertThat(codes("id,Churn,x\na,gone,1\nb,here,1\n")).containsExactly("positive_not_named");
    assertThat(codes("id,Churn,x\na,1,1\nb,0,1\nc,2,1\n")).containsExactly("positive_not_named");
    assertThat(codes("id,Churn\na,1\nb,0\n")).containsExactly("no_features");
    assertThat(codes("id,Churn,x\na,1,1\nb,0,2\n", "y")).containsExactly("no_such_column");
    assertThat(flaws("id,Churn,x\na,gone,1\nb,here,2\n", request("away")))
        .singleElement()
        .satisfies(flaw -> {
          assertThat(flaw.code()).isEqualTo("no_such_value");
          assertThat(flaw.detail()).contains("gone, here");
        });
  }

  @Test
  void takesTheValueThatIsNamedAsChurned() throws IOException {
    assertThat(read("id,Churn,x\na,gone,1\nb,here,2\nc,resting,2\n", request("gone")).positive())
        .isEqualTo("gone");
  }

  @Test
  void refusesColumnsThatTellCustomersApartUnlessIgnored() throws IOException {
    StringBuilder csv = new StringBuilder("id,Churn,name,x\n");
    for (int i = 0; i < 10_000; i++) {
      csv.append(i).append(',').append(i % 2).append(",name ").append(i).append(",1\n");
    }
    assertThat(codes(csv.toString())).containsExactly("too_many_categories");
    assertThat(read(csv.toString(), request(null, "Name")).ignored()).containsExactly("name");
  }

  @Test
  void saysWhichValueMakesTextsOfNumbers() {
    StringBuilder csv = new StringBuilder("id,Churn,spent\n");
    for (int i = 0; i < 1_500; i++) {
      csv.append(i).append(',').append(i % 2).append(',').append(i == 700 ? "Infinity" : "" + i);
      csv.append('\n');
    }
    assertThat(flaws(csv.toString(), request(null)))
        .singleElement()
        .extracting(Flaw::detail)
        .asString()
        .contains("1 of 1500 values are no plain numbers, the first is \"Infinity\" in line 702")
        .doesNotContain("tells customers apart");
  }

  @Test
  void readsTheTelcoTable() throws IOException {
    Path data =
        repository()
            .resolve(System.getProperty("churnops.shared.data", "../shared/data"))
            .resolve("telco-customer-churn.csv.gz")
            .normalize();
    if (!Files.exists(data) && !"true".equals(System.getenv("CI"))) {
      assumeTrue(false, "skipped: there is no " + data);
    }
    TableSource table =
        read(
            data,
            new TableRequest("telco", "churn", "customerID", null, List.of(), Instant.EPOCH, null));
    assertThat(table.positive()).isEqualTo("Yes");
    assertThat(table.columns()).hasSize(19);
    assertThat(table.columns().stream().filter(column -> column.type() == ColumnType.NUMBER))
        .extracting(TableColumn::name)
        .containsExactly("senior_citizen", "tenure", "monthly_charges", "total_charges");
    Optional<TableColumn> charges =
        table.columns().stream().filter(column -> column.blank() > 0).findFirst();
    assertThat(charges)
        .contains(new TableColumn("TotalCharges", "total_charges", ColumnType.NUMBER, 11, ""));
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "the tests run outside the repository");
    }
    return folder;
  }

  @Test
  void doesNotKeepALineOfFieldsWithoutEnd() {
    assertThat(flaws("id,Churn" + ",x".repeat(100_000) + "\n1,yes\n", request(null)))
        .extracting(Flaw::code)
        .containsExactly("no_csv");
  }

  @Test
  void tellsCategoriesApartAsFarAsFeaturesDo() throws IOException {
    StringBuilder csv = new StringBuilder("id,Churn,note\n");
    for (int i = 0; i < 2 * TableColumnReading.MOST_CATEGORIES; i++) {
      csv.append(i).append(i % 2 == 0 ? ",yes," : ",no,").append("x".repeat(200)).append(i);
      csv.append('\n');
    }
    assertThat(read(csv.toString(), request(null)).columns())
        .extracting(TableColumn::type)
        .containsExactly(ColumnType.CATEGORY);
  }

  @Test
  void refusesTextThatNoDatabaseTakes() {
    assertThat(flaws("id,Churn,a\0b\n1,yes,1\n2,no,2\n", request(null)))
        .extracting(Flaw::code)
        .containsExactly("bad_text");
    List<Flaw> flaws = flaws("id,Churn,a\n1,yes,1\n2,no,\0\n", request(null));
    assertThat(flaws).extracting(Flaw::code).containsExactly("bad_text");
    assertThat(flaws).extracting(Flaw::line).containsExactly(3L);
  }
}
