using System.Text.RegularExpressions;

namespace Taler.Paywall.Tests.Repository;

/// <summary>The pages about security and reliability name the tests that keep their promises; they must exist.</summary>
public sealed partial class PromiseTests
{
    [Theory]
    [InlineData("docs/security.md")]
    [InlineData("docs/reliability.md")]
    public void Every_test_that_a_promise_names_exists(string document)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, document));
        var tests = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "tests"), "*.cs").Select(Path.GetFileNameWithoutExtension).ToHashSet();

        var named = TestNames().Matches(page).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(named.Count > 5);
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+Tests)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestNames();
}
