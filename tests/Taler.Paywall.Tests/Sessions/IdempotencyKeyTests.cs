using Microsoft.Extensions.Primitives;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class IdempotencyKeyTests
{
    private const string Key = "8e03978e-40d5-43dd-bc93-6894a57f9324";
    private const string Site = "https://shop.example";

    [Fact]
    public void A_key_stands_for_the_same_session_in_every_release() =>
        Assert.Equal("ZK202TG6Q3G0TTWKE1ZTN6NF3V", Read(Key));

    [Fact]
    public void Another_key_or_another_site_is_another_session()
    {
        Assert.NotEqual(Read(Key), Read(Key.ToUpperInvariant()));
        Assert.NotEqual(Read(Key), Read(Key + "x"));
        Assert.NotEqual(Read(Key), Read(Key, "https://other.example"));
        Assert.Equal(Read(Key), Read($"\"{Key}\""));
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(100_000, false)]
    public void A_key_has_22_to_255_characters(int length, bool isKey)
    {
        Assert.Equal(isKey, Read(new string('k', length)) is not null);
        Assert.Equal(isKey, Read($"\"{new string('k', length)}\"") is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("0123456789 0123456789 0123456789")]
    [InlineData("0123456789\t0123456789\t0123456789")]
    [InlineData("0123456789\"0123456789\"0123456789")]
    [InlineData("\"01234567890123456789012345")]
    [InlineData("01234567890123456789\u00e9012345")]
    [InlineData("01234567890123456789\u007f012345")]
    [InlineData("01234567890123456789\n012345")]
    public void Other_characters_than_visible_ascii_make_no_key(string key) => Assert.Null(Read(key));

    [Fact]
    public void Several_keys_are_none()
    {
        Assert.False(IdempotencyKey.TryReadSession(new StringValues([Key, Key]), Site, out _));
        Assert.False(IdempotencyKey.TryReadSession(StringValues.Empty, Site, out _));
    }

    private static string? Read(string key, string site = Site) =>
        IdempotencyKey.TryReadSession(key, site, out var session) ? session.Value : null;
}
