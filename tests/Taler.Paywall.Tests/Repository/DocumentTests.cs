using System.Text.RegularExpressions;

namespace Taler.Paywall.Tests.Repository;

/// <summary>Documents lead nowhere wrong.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. RepositoryFiles.Below(RepositoryFiles.Root, "*.md").Select(RepositoryFiles.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Relative_links_and_images_lead_to_something(string document)
    {
        var file = Path.Combine(RepositoryFiles.Root, document);

        var missing = Targets(File.ReadAllText(file))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)));

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("see [this](a.md), ![that](b.png \"Title\") and [part](c.md#part)", "a.md b.png c.md")]
    [InlineData("[![inner](a.png)](b.md)", "a.png b.md")]
    [InlineData("[one]\n\n[one]: a.md\n", "a.md")]
    [InlineData("<img src=\"a.png\"> <a href='b.md'>", "a.png b.md")]
    [InlineData("[out](https://example.com) [mail](mailto:a@example.com) [here](#part) <https://example.com>", "")]
    [InlineData("`[no](link)`\n```\n[no](link)\n```\n[yes](a.md)", "a.md")]
    [InlineData("[with](<a b.md>) and [encoded](a%20b.md)", "a b.md a b.md")]
    public void A_link_is_found_however_it_is_written(string text, string expected) => Assert.Equal(expected, string.Join(' ', Targets(text)));

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var numbers = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "docs/adr"), "*.md")
            .Where(file => Path.GetFileName(file) != "README.md")
            .Select(file => DecisionName().Match(Path.GetFileName(file)))
            .Select(match => match.Success ? int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0)
            .Order()
            .ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    /// <summary>The relative targets of links and images, without their fragments. Code is no text.</summary>
    private static IEnumerable<string> Targets(string markdown) =>
        Links().Matches(Code().Replace(markdown, ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !Absolute().IsMatch(target))
            .Select(target => Uri.UnescapeDataString(target.Split('#', '?')[0]))
            .Where(target => target.Length > 0);

    [GeneratedRegex(@"\]\(\s*(<(?<target>[^>]*)>|(?<target>[^)\s]*))|^\[[^\]]+\]:\s*(?<target>\S+)|\b(src|href)\s*=\s*[""'](?<target>[^""']*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"^(?<fence>```+|~~~+).*?^\k<fence>|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*:|//)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Absolute();

    [GeneratedRegex(@"^(?<number>\d{4})-[a-z0-9-]+\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DecisionName();
}
