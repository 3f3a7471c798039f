import java.io.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/** Reads lines "ua1,2a FILE"; prints one line for each failure, "flavour clause-test place: message", and DONE after each file. */
public class Verify {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line; (line = asked.readLine()) != null; ) {
      int gap = line.indexOf(' ');
      try {
        for (String name : line.substring(0, gap).split(",")) check(name, new File(line.substring(gap + 1)));
        System.out.println("DONE");
      } catch (Exception error) {
        System.out.println("ERROR " + error);
      }
      System.out.flush();
    }
  }

  static void check(String name, File file) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
      ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
      System.out.println("CHECKED " + name);
      for (TestAssertion found : result.getTestAssertions())
        if (found.getStatus() == TestAssertion.Status.FAILED)
          System.out.println("FAILED " + name + " " + found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber()
              + " " + found.getLocation().getContext() + ": " + found.getMessage().replace('\n', ' '));
    }
  }
}
