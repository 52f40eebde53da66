using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Tests.Repository;

namespace Taler.Paywall.Tests.Start;

/// <summary>The page about what the paywall says at start is complete and quotes it letter by letter.</summary>
public sealed partial class StartUpPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/start-up.md"));

    [Fact]
    public void Every_warning_of_the_advisor_stands_on_the_page_in_its_own_words()
    {
        var told = Warnings().Matches(Page).Select(match => (match.Groups["name"].Value, match.Groups["text"].Value)).OrderBy(warning => warning.Item1, StringComparer.Ordinal);

        var said = Advice().Select(method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()!.Message)).OrderBy(warning => warning.Name, StringComparer.Ordinal);
        Assert.NotEmpty(said);
        Assert.Equal(said, told);
    }

    [Fact]
    public void Every_event_has_a_number_of_its_own()
    {
        var numbers = Lines().Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId);

        Assert.Equal(numbers.Order(), numbers.Distinct().Order());
    }

    [Fact]
    public void Every_refusal_on_the_page_stands_in_the_code()
    {
        var code = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "src"), "*.cs").Select(File.ReadAllText).ToList();

        var refusals = Refusals().Matches(Page).Select(match => match.Groups["text"].Value).ToList();

        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Contains(code, text => text.Contains(refusal, StringComparison.Ordinal)));
    }

    private static IEnumerable<MethodInfo> Lines() => typeof(Log)
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(method => method.IsDefined(typeof(LoggerMessageAttribute)));

    /// <summary>The numbers from 20 on are the advisor's; two lines are older than it.</summary>
    private static IEnumerable<MethodInfo> Advice() => Lines().Where(method =>
        method.GetCustomAttribute<LoggerMessageAttribute>() is { Level: LogLevel.Warning, EventId: 13 or 15 or (>= 20 and < 50) });

    [GeneratedRegex(@"^### (?<name>\w+)\n\n> (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warnings();

    [GeneratedRegex(@"^\| `(?<text>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusals();
}
