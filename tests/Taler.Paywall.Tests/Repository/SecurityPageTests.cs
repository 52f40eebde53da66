using System.Text.RegularExpressions;

namespace Taler.Paywall.Tests.Repository;

/// <summary>The page about security names the tests that keep its promises; they must exist.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Every_test_that_a_promise_names_exists()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/security.md"));
        var tests = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "tests"), "*.cs").Select(Path.GetFileNameWithoutExtension).ToHashSet();

        var named = TestNames().Matches(page).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(named.Count > 10);
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+Tests)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestNames();
}
