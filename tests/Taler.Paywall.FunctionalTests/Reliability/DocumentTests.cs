using System.Runtime.CompilerServices;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>The operator reads what the tests hold the shop to.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_tables_of_the_document_are_those_of_the_tests()
    {
        var lines = File.ReadAllLines(Document());

        var section = lines.SkipWhile(line => line != "## Failure matrix").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Equal([.. MatrixDocument.Troubles, .. MatrixDocument.Calls], section.Where(line => line.StartsWith('|')));
    }

    private static string Document([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../docs/reliability.md"));
}
