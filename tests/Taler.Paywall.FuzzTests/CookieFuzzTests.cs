using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Taler.Merchant;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.FuzzTests;

public sealed class CookieFuzzTests
{
    private static readonly IDataProtector Foreign = new EphemeralDataProtectionProvider().CreateProtector("Taler.Paywall.Session", "v1");

    [Fact]
    public async Task Whatever_stands_in_the_cookie_the_shop_answers_as_it_must()
    {
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend);
        var buyers = await Buyers.ComeAsync(shop, backend);
        var verdict = new Verdict(shop, backend.HasPaid);

        await new FuzzRun(shop.Address).SendAsync(
            FuzzRun.Count,
            async (input, connection) =>
            {
                var request = $"GET /essays/maps HTTP/1.1\r\nHost: shop.example\r\n{Buyers.Navigate}Cookie: {Cookie(input, buyers, shop)}\r\n\r\n";
                verdict.Check(request, await connection.SendAsync(request));
            },
            new Growth(shop.Settle));

        verdict.AssertVaried(200, 302, 400);
    }

    private static string Cookie(FuzzInput input, Buyers buyers, FuzzShop shop)
    {
        var genuine = input.Pick<string>(buyers.All);
        return input.Random.Next(13) switch
        {
            0 => Named(Nonsense.Bytes(input, input.Random.Next(300))),
            1 => Named(Nonsense.Letters(input, input.Random.Next(1, 1500))),
            2 => Named(FlipBits(input, genuine)),
            3 => Named(Nonsense.Damage(input, genuine, buyers.All)),
            4 => Named(genuine) + "; " + Named(input.Pick<string>(buyers.All)),
            5 => Named(genuine + genuine),
            6 => Named(Nonsense.Letters(input, input.Random.Next(1_000, 30_000))),
            7 => Nonsense.Damage(input, Named(genuine)),
            8 => Named(Encode(shop.Protector, DamagedPayload(input, genuine, shop))),
            9 => Named(Encode(shop.Protector, Payload(input, shop))),
            10 => Named(Encode(shop.Protector, Aged(input, genuine, shop))),
            11 => Named(Encode(Foreign, shop.Protector.Unprotect(WebEncoders.Base64UrlDecode(genuine)))),
            _ => Named(genuine),
        };
    }

    private static string Named(string value) => $"{Buyers.CookieName}={value}";

    private static string Encode(IDataProtector protector, byte[] payload) => WebEncoders.Base64UrlEncode(protector.Protect(payload));

    private static string FlipBits(FuzzInput input, string ticket)
    {
        var bytes = WebEncoders.Base64UrlDecode(ticket);
        for (var times = input.Random.Next(1, 4); times > 0; times--)
            bytes[input.Random.Next(bytes.Length)] ^= (byte)(1 << input.Random.Next(8));
        return WebEncoders.Base64UrlEncode(bytes);
    }

    /// <summary>Another version, or damage under the right keys: what a bug of ours, or a later release, would write.</summary>
    private static byte[] DamagedPayload(FuzzInput input, string ticket, FuzzShop shop)
    {
        var bytes = shop.Protector.Unprotect(WebEncoders.Base64UrlDecode(ticket));
        if (input.OneIn(4))
        {
            bytes[0] = (byte)input.Random.Next(256);
            return bytes;
        }
        return Encoding.Latin1.GetBytes(Nonsense.Damage(input, Encoding.Latin1.GetString(bytes)));
    }

    /// <summary>A session of another browser with any orders, all of them readable.</summary>
    private static byte[] Payload(FuzzInput input, FuzzShop shop)
    {
        var orders = Enumerable.Range(0, input.Random.Next(12)).Select(_ => new OrderEntry(
            input.OneIn(2) ? ResourceKey.Of("essay:maps") : new ResourceKey((ulong)input.Random.NextInt64()),
            (uint)input.Random.Next(),
            OrderId.Parse("o" + Nonsense.Letters(input, input.Random.Next(60))),
            (OrderMark)input.Random.Next(3)));
        return SessionFormat.Write(new Session(SessionId.Parse(Nonsense.Letters(input, 26)), shop.Clock.GetUtcNow(), [.. orders]), 1500);
    }

    /// <summary>One that has ended, ends about now, or was written at an odd time.</summary>
    private static byte[] Aged(FuzzInput input, string ticket, FuzzShop shop)
    {
        var bytes = shop.Protector.Unprotect(WebEncoders.Base64UrlDecode(ticket));
        var now = shop.Clock.GetUtcNow().ToUnixTimeSeconds();
        var ends = (long)FuzzShop.Lifetime.TotalSeconds;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), input.Pick(
            now - ends, now - ends - 1, now - ends - input.Random.Next(1_000_000), 0, -1, long.MinValue, long.MaxValue, now + 1_000_000,
            DateTimeOffset.MaxValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds() + 1));
        return bytes;
    }
}
