using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Tests;

/// <summary>What is asked, before anybody is asked.</summary>
public sealed class RequestCorpusTests
{
    public static TheoryData<string> Paths => ["/", "/a", "/essays/bread", "/skin/kiss.pdf?id=7", "/a/b/c/d/e/f", "/caf%C3%A9"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_target_has_more_than_five_hundred_different_cases_over_each_protocol(string path)
    {
        var cases = Corpus(path);

        Assert.True(cases.Count >= RequestCorpus.Fewest, $"{cases.Count}");
        Assert.True(cases.Count(one => one.Wires.HasFlag(Wires.Http2)) >= 500);
        Assert.Empty(cases.GroupBy(one => one.Name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_same_seed_gives_the_same_cases_and_another_gives_others(string path)
    {
        Assert.Equal(Corpus(path).Select(Line), Corpus(path).Select(Line));
        Assert.NotEqual(Corpus(path).Select(Line), Corpus(path, seed: 2).Select(Line));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("a")]
    [InlineData("%")]
    [InlineData("\\")]
    [InlineData("%2F")]
    [InlineData("\0")]
    public void Every_edit_takes_any_text(string text) => Assert.All(PathEdit.All, edit => Assert.NotNull(edit.Apply(text)));

    [Fact]
    public void Every_seed_gives_cases() => Assert.All(Enumerable.Range(0, 20), seed =>
        Assert.NotEmpty(RequestCorpus.ByName(new AuditTarget("/a", marker: null, "GET", isSold: true), ".Taler.Paywall", (ulong)seed)));

    [Fact]
    public void The_numbers_of_a_seed_are_the_same_for_ever()
    {
        var numbers = new SplitMix(1);

        Assert.Equal([65, 19, 90, 35, 61], Enumerable.Range(0, 5).Select(_ => numbers.Below(100)));
    }

    [Fact]
    public void All_cases_but_two_are_such_that_no_order_is_made()
    {
        var cases = Corpus("/essays/bread");

        Assert.Equal(2, cases.Count(one => one.MayOrder));
        Assert.All(cases.Where(one => !one.MayOrder), one => Assert.Contains(one.Headers, header => header.Name is "Sec-Fetch-Dest" or "Sec-Purpose"));
    }

    [Fact]
    public void Every_character_is_one_byte() =>
        Assert.All(Corpus("/skin/kiss.pdf?id=7"), one => Assert.DoesNotContain(Line(one) + one.Body + one.Behind, c => c > 255));

    [Fact]
    public void What_does_not_exist_is_asked_for_in_the_same_ways()
    {
        var target = new AuditTarget("/essays/bread", marker: null, "GET", isSold: true);
        var twin = target.Twin()!;

        Assert.NotEqual(target.Path, twin.Path);
        Assert.Subset(RequestCorpus.ByName(twin, ".Taler.Paywall", 1).Keys.ToHashSet(), Corpus(target.Path).Select(one => one.Name).ToHashSet());
    }

    [Theory]
    [InlineData("essays")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("/\u00e9")]
    public void A_target_that_is_no_path_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => new PaywallAuditOptions().Sold.Add(path));

    private static IReadOnlyList<AuditCase> Corpus(string path, ulong seed = 1) =>
        RequestCorpus.For(new AuditTarget(path, marker: null, "GET", isSold: true), ".Taler.Paywall", seed);

    private static string Line(AuditCase one) => $"{one.Name} {one.Method} {one.RequestTarget} {one.Version} {one.Host} {string.Concat(one.Headers)}";
}
