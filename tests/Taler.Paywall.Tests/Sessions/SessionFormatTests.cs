using Taler.Merchant;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class SessionFormatTests
{
    private const int Room = 600;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_session_comes_back_as_it_was_written()
    {
        var session = new Session(SessionId.Create(), Noon, [Entry(1), new OrderEntry(new ResourceKey(2), 3, OrderId.Parse("2026.029-01T6SD8076V5M"), OrderMark.Dropped)]);

        var read = SessionFormat.TryRead(SessionFormat.Write(session, Room));

        Assert.NotNull(read);
        Assert.Equal(session.Id, read.Id);
        Assert.Equal(Noon, read.Issued);
        Assert.Equal(session.Orders.ToArray(), read.Orders.ToArray());
    }

    [Fact]
    public void The_least_recently_used_orders_are_dropped_when_there_is_no_room()
    {
        var session = Enumerable.Range(1, 50).Aggregate(Session.Start(Noon), (session, i) => session.Renew(Entry((ulong)i), Noon));

        var bytes = SessionFormat.Write(session, Room);

        var read = SessionFormat.TryRead(bytes)!;
        Assert.InRange(bytes.Length, 1, Room);
        Assert.InRange(read.Orders.Length, 10, 49);
        Assert.Equal(session.Orders[..read.Orders.Length].ToArray(), read.Orders.ToArray());
        Assert.NotNull(read.Find(new ResourceKey(50)));
        Assert.Null(read.Find(new ResourceKey(1)));
    }

    [Fact]
    public void An_order_that_just_fits_is_kept()
    {
        var session = Session.Start(Noon).Renew(Entry(1), Noon);
        var bytes = SessionFormat.Write(session, Room);

        Assert.Equal(bytes, SessionFormat.Write(session, bytes.Length));
        Assert.Equal(0, SessionFormat.TryRead(SessionFormat.Write(session, bytes.Length - 1))!.Orders.Length);
    }

    [Fact]
    public void Every_moment_that_a_clock_can_show_since_1970_comes_back()
    {
        foreach (var moment in new[] { DateTimeOffset.UnixEpoch, DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.MaxValue.ToUnixTimeSeconds()) })
            Assert.Equal(moment, SessionFormat.TryRead(SessionFormat.Write(Session.Start(moment), Room))!.Issued);
    }

    [Fact]
    public void A_session_that_was_written_by_the_first_release_is_still_read()
    {
        var bytes = Convert.FromHexString(
            "0100000000695661C01A30303030303030303030303030303030303030303030303030311111111111111111222222220117323032362E3032392D303154365344383037365635582E");

        var read = SessionFormat.TryRead(bytes);

        Assert.NotNull(read);
        Assert.Equal("00000000000000000000000001", read.Id.Value);
        Assert.Equal(Noon, read.Issued);
        Assert.Equal(new OrderEntry(new ResourceKey(0x1111111111111111), 0x22222222, OrderId.Parse("2026.029-01T6SD8076V5X."), OrderMark.Computed), read.Orders[0]);
    }

    [Fact]
    public void Damaged_bytes_are_no_session_and_never_throw()
    {
        var bytes = SessionFormat.Write(Session.Start(Noon).Renew(Entry(1), Noon), Room);

        for (var length = 0; length < bytes.Length; length++)
        {
            // After the session-ID the orders may begin, or not.
            const int EndOfSessionId = 1 + 8 + 1 + 26;
            if (length != EndOfSessionId)
                Assert.Null(SessionFormat.TryRead(bytes.AsSpan(0, length)));
        }
        Assert.Null(SessionFormat.TryRead([.. bytes, 0]));
        Assert.Null(SessionFormat.TryRead([2, .. bytes.AsSpan(1)]));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(0, 120)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] = 1;

            SessionFormat.TryRead(bytes);
        }
    }

    private static OrderEntry Entry(ulong resource) =>
        new(new ResourceKey(resource), 7, OrderId.Parse("ORDER" + resource.ToString("D21", System.Globalization.CultureInfo.InvariantCulture)), OrderMark.None);
}
