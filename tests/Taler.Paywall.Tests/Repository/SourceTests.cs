using System.Text.RegularExpressions;

namespace Taler.Paywall.Tests.Repository;

/// <summary>What no source file of the packages may contain. It also covers what analyzers do not read: documents, scripts, project files.</summary>
public sealed partial class SourceTests
{
    /// <summary>The list of banned symbols names what is banned.</summary>
    private const string BannedSymbols = "BannedSymbols.txt";

    [Fact]
    public void Time_comes_from_TimeProvider_and_nothing_is_left_to_do()
    {
        var files = RepositoryFiles.Below(Path.Combine(RepositoryFiles.Root, "src")).Where(file => Path.GetFileName(file) != BannedSymbols).ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Banned().Matches(File.ReadAllText(file)).Select(match => $"{RepositoryFiles.Name(file)}: {match.Value}")));
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("var now = DateTimeOffset.Now;", true)]
    [InlineData("await Task.Delay(1000);", true)]
    [InlineData("await Task.Delay(delay, token);", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1),\n    cancellationToken);", true)]
    [InlineData("await Task.Delay(delay, clock, token);", false)]
    [InlineData("await Task.Delay(fault.Delay, instance.Clock, token);", false)]
    [InlineData("await Task.Delay(delay, TimeProvider.System, token);", false)]
    [InlineData("Thread.Sleep(1);", true)]
    [InlineData("// TODO", true)]
    [InlineData("clock.GetUtcNow()", false)]
    public void What_is_banned_is_found(string code, bool isBanned) => Assert.Equal(isBanned, Banned().IsMatch(code));

    /// <summary>A delay is fine if one of its arguments is a clock.</summary>
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bThread\.Sleep\b|\bTODO\b|\bTask\.Delay\((?![^;]*([cC]lock|[tT]imeProvider))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Banned();
}
