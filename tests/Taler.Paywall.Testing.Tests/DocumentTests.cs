using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Taler.Paywall.Testing.Tests;

/// <summary>What the documents show is code that compiles here, or that audits the shop of the samples.</summary>
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("docs/audit.md")]
    [InlineData("src/Taler.Paywall.Testing/README.md")]
    public void Every_code_block_stands_in_a_test_letter_by_letter(string document)
    {
        var sources = new[] { "tests/Taler.Paywall.Testing.Tests/DocumentTests.cs", "tests/EssayShop.Tests/AuditTests.cs" }.Select(path => Unindented(File.ReadAllText(InRepository(path)))).ToList();

        var blocks = CodeBlocks().Matches(File.ReadAllText(InRepository(document))).Select(match => match.Groups["code"].Value).ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(Unindented(block))));
    }

    [Fact]
    public void Every_option_is_in_the_table()
    {
        var rows = OptionRows().Matches(File.ReadAllText(InRepository("docs/audit.md"))).SelectMany(match => match.Groups["names"].Value.Split("`, `")).Order();

        Assert.Equal(typeof(PaywallAuditOptions).GetProperties().Select(property => property.Name).Order(), rows);
    }

    [Fact]
    public void The_audit_of_a_staging_address_compiles() => Assert.NotNull((Func<Task<PaywallAuditReport>>)StagingAsync);

    private static async Task<PaywallAuditReport> StagingAsync()
    {
        var report = await PaywallAudit.RunAsync(new Uri("https://staging.example/"), options =>
        {
            options.Sold.Add("/essays/bread", marker: "whoever cannot wait buys a roll at the station");
            options.Sold.Add("/hub/negotiate?negotiateVersion=1", marker: "connectionToken", method: "POST");
            options.Free.Add("/");
        });
        return report;
    }

    private static string InRepository(string path, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../..", path);

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex(@"^\| `(?<names>[A-Z]\w+(`, `[A-Z]\w+)*)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionRows();
}
