using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Taler.Paywall.Resources;
using Taler.Paywall.Tests.Repository;

namespace Taler.Paywall.Tests.Resources;

/// <summary>What the page about resources shows is true.</summary>
public sealed partial class DocumentedReadingsTests
{
    private static readonly JsonSerializerOptions FillLists = new() { PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate };
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/resources.md"));

    [Fact]
    public void Every_spelling_in_the_table_of_readings_is_gated()
    {
        var spellings = Spellings().Matches(Page).Select(match => match.Groups["path"].Value).ToList();

        Assert.True(spellings.Count >= 8);
        Assert.All(spellings, path => Assert.Equal(ResourceMatchKind.Found, Given.Patterns("/premium/article").Ask(path).Kind));
    }

    [Fact]
    public void The_settings_on_the_page_are_right()
    {
        using var settings = JsonDocument.Parse("{" + Settings().Match(Page).Groups["json"].Value + "}");

        var sold = settings.RootElement.GetProperty("Resources").Deserialize<TalerPaywallResource[]>(FillLists)!;
        var free = settings.RootElement.GetProperty("FreePaths").Deserialize<string[]>()!;

        var compiled = Given.Compiled(sold, free);
        Assert.Empty(compiled.Mistakes);
        Assert.Equal("Free", compiled.Matcher.NameOf("/essays/rain/cover.jpg"));
        Assert.Equal("essay:rain", compiled.Matcher.NameOf("/essays/rain/cover.png"));
        Assert.Equal("None", compiled.Matcher.NameFor("GET", "/render"));
        Assert.Equal("/render", compiled.Matcher.NameFor("POST", "/render"));
    }

    [GeneratedRegex(@"\| `(?<path>//?premium[^`]*)` \|$|\| `(?<path>/PREMIUM[^`]*)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spellings();

    [GeneratedRegex(@"```jsonc\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Settings();
}
