import java.io.File;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/** Verify ua1,2a FILE…: prints one line for each failure, "flavour clause-test place: message". */
public class Verify {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < args.length; i++)
      for (String name : args[0].split(",")) check(name, new File(args[i]));
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
