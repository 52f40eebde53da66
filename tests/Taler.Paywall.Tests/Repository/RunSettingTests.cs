using Taler.TestKit;

namespace Taler.Paywall.Tests.Repository;

/// <summary>The environment variables by which long runs of tests are told their length and seed.</summary>
public sealed class RunSettingTests
{
    [Theory]
    [InlineData(null, 7)]
    [InlineData("", 7)]
    [InlineData("1", 1)]
    [InlineData("5000000", 5_000_000)]
    public void A_number_is_taken_and_none_leaves_what_is_usual(string? text, int expected) =>
        Assert.Equal(expected, RunSetting.Parse("TALER_FUZZ_COUNT", text, otherwise: 7, least: 1));

    [Theory]
    [InlineData("many")]
    [InlineData("1e6")]
    [InlineData("5,000")]
    [InlineData("0")]
    [InlineData("99999999999")]
    public void What_is_no_number_in_range_fails_and_is_named(string text)
    {
        var mistake = Assert.Throws<InvalidOperationException>(() => RunSetting.Parse("TALER_FUZZ_COUNT", text, otherwise: 100, least: 1));

        Assert.Equal($"TALER_FUZZ_COUNT is \"{text}\", which is no number from 1 on of type Int32. Correct it, or take it away for 100.", mistake.Message);
    }

    [Fact]
    public void Minutes_may_be_parts_of_one()
    {
        Assert.Equal(0.5, RunSetting.Parse("SOAK_MINUTES", "0.5", otherwise: 1.0, least: 0.1));
        Assert.Throws<InvalidOperationException>(() => RunSetting.Parse("SOAK_MINUTES", "NaN", otherwise: 1.0, least: 0.1));
    }
}
