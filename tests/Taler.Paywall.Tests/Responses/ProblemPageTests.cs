using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Taler.Paywall.Responses;
using Taler.Paywall.Tests.Repository;

namespace Taler.Paywall.Tests.Responses;

/// <summary>docs/problems.md tells programs what to do with each problem; it has those that exist, and no others.</summary>
public sealed partial class ProblemPageTests
{
    private const string Base = "urn:taler-paywall:problem#";

    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/problems.md"));

    private static IEnumerable<string> Types => typeof(ProblemTypes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(constant => (string)constant.GetRawConstantValue()!);

    [Fact]
    public void Each_type_has_a_heading_and_each_heading_is_a_type() =>
        Assert.Equal(Types.Order(), Sections().Matches(Page).Select(section => Base + section.Groups["name"].Value).Order());

    [Fact]
    public void Each_section_tells_status_meaning_members_and_what_to_do() => Assert.All(Sections().Matches(Page), section =>
    {
        var rows = Rows().Matches(section.Groups["text"].Value).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["value"].Value);

        Assert.InRange(int.Parse(rows["Status"], System.Globalization.CultureInfo.InvariantCulture), 400, 599);
        Assert.NotEmpty(rows["Meaning"]);
        Assert.NotEmpty(rows["What to do"]);
        Assert.All(Names().Matches(rows["Members"]), name => Assert.Contains(name.Groups["name"].Value, Members));
    });

    [Fact]
    public void No_other_file_makes_a_type_of_its_own()
    {
        var sources = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "src/Taler.Paywall"), "*.cs")
            .Where(file => File.ReadAllText(file).Contains(Base, StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["ProblemTypes.cs"], sources);
    }

    [Fact]
    public void What_the_site_writes_into_a_problem_cannot_leave_its_string()
    {
        const string Nasty = "a \"quoted\"\r\n</script>\u202E\u2066 line\u2028";

        var json = JsonSerializer.Serialize(new PaymentProblem(ProblemTypes.PaymentRequired, 402, Nasty, Nasty) { Summary = Nasty }, PaymentProblemJson.Default.PaymentProblem);

        Assert.Equal(Nasty, JsonDocument.Parse(json).RootElement.GetProperty("summary").GetString());
        Assert.DoesNotMatch("[^ -~]|<", json);
    }

    private static IEnumerable<string> Members =>
        JsonDocument.Parse(JsonSerializer.Serialize(new PaymentProblem("a", 402, "b", "c") { TalerPayUri = "d", OrderStatusUrl = "e", Price = "f", Summary = "g", OrderUrl = "h" }, PaymentProblemJson.Default.PaymentProblem))
            .RootElement.EnumerateObject().Select(member => member.Name);

    [GeneratedRegex(@"^## (?<name>\S+)\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sections();

    [GeneratedRegex(@"^\| (?<name>\w[^|]*?) \| (?<value>.*) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
