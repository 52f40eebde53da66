using System.Text.Json;

namespace Taler.Merchant.Tests.Values;

public sealed class TimeTests
{
    [Theory]
    [InlineData("""{"t_s":1769662262}""")]
    [InlineData("""{"t_s":0}""")]
    [InlineData("""{"t_s":"never"}""")]
    public void A_timestamp_is_written_as_it_was_read(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Timestamp>(json)));

    [Theory]
    [InlineData("""{"d_us":1000000}""")]
    [InlineData("""{"d_us":0}""")]
    [InlineData("""{"d_us":"forever"}""")]
    public void A_relative_time_is_written_as_it_was_read(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<RelativeTime>(json)));

    [Theory]
    [InlineData("{}")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("\"never\"")]
    [InlineData("[0]")]
    [InlineData("""{"t_s":null}""")]
    [InlineData("""{"t_s":-1}""")]
    [InlineData("""{"t_s":1.5}""")]
    [InlineData("""{"t_s":"1"}""")]
    [InlineData("""{"t_s":"Never"}""")]
    [InlineData("""{"t_s":{}}""")]
    [InlineData("""{"t_s":99999999999999999999}""")]
    [InlineData("""{"t_ms":1769662262000}""")]
    public void What_is_no_timestamp_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Timestamp>(json));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"d_us":-1}""")]
    [InlineData("""{"d_us":"never"}""")]
    [InlineData("""{"d_ms":1}""")]
    public void What_is_no_relative_time_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RelativeTime>(json));

    [Fact]
    public void Other_members_beside_the_time_are_skipped() =>
        Assert.Equal(Timestamp.FromSeconds(7), JsonSerializer.Deserialize<Timestamp>("""{"off":{"t_s":1},"t_s":7,"more":[1,{}]}"""));

    [Fact]
    public void Never_is_later_than_every_moment_and_shows_as_the_last_one()
    {
        Assert.True(Timestamp.FromDateTimeOffset(DateTimeOffset.MaxValue) < Timestamp.Never);
        Assert.Equal(DateTimeOffset.MaxValue, Timestamp.Never.ToDateTimeOffset());
        Assert.Equal(DateTimeOffset.MaxValue, Timestamp.FromSeconds(long.MaxValue - 1).ToDateTimeOffset());
        Assert.Equal("never", Timestamp.Never.ToString());
    }

    [Fact]
    public void A_point_in_time_is_cut_to_whole_seconds()
    {
        var time = new DateTimeOffset(2026, 1, 29, 4, 51, 2, 999, TimeSpan.Zero);

        Assert.Equal(Timestamp.FromSeconds(1769662262), Timestamp.FromDateTimeOffset(time));
        Assert.Equal("2026-01-29 04:51:02Z", Timestamp.FromDateTimeOffset(time).ToString());
    }

    [Fact]
    public void There_is_no_time_before_1970_and_none_less_than_zero()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Timestamp.FromSeconds(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timestamp.FromDateTimeOffset(DateTimeOffset.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => RelativeTime.FromMicroseconds(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RelativeTime.FromTimeSpan(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void The_longest_time_span_is_forever_and_back()
    {
        Assert.True(RelativeTime.FromTimeSpan(TimeSpan.MaxValue).IsForever);
        Assert.Equal(TimeSpan.MaxValue, RelativeTime.Forever.ToTimeSpan());
        Assert.Equal(TimeSpan.MaxValue, RelativeTime.FromMicroseconds(long.MaxValue - 1).ToTimeSpan());
        Assert.Equal(TimeSpan.FromDays(7), RelativeTime.FromTimeSpan(TimeSpan.FromDays(7)).ToTimeSpan());
        Assert.Equal("forever", RelativeTime.Forever.ToString());
    }
}
