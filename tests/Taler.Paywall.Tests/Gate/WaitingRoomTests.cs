using System.Net;
using Taler.Merchant;
using Taler.Paywall.Gate;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Gate;

public sealed class WaitingRoomTests
{
    private static readonly SessionId Alice = SessionId.Create();
    private static readonly SessionId Bob = SessionId.Create();
    private static readonly ClientNetwork Home = ClientNetwork.Of(IPAddress.Parse("203.0.113.7"));

    [Fact]
    public void One_visitor_has_some_places_and_leaves_the_others_to_others()
    {
        var room = new WaitingRoom(places: 10, placesOfNetwork: 10, placesOfSession: 2);

        using var first = room.TryEnter(Alice, Home);
        using var second = room.TryEnter(Alice, Home);
        using var other = room.TryEnter(Bob, Home);

        Assert.True(first is not null && second is not null && other is not null);
        Assert.Null(room.TryEnter(Alice, Home));
    }

    [Fact]
    public void One_client_has_some_places_however_many_visitors_it_plays_and_leaves_the_others_to_others()
    {
        var room = new WaitingRoom(places: 10, placesOfNetwork: 2, placesOfSession: 2);

        using var first = room.TryEnter(SessionId.Create(), Home);
        using var second = room.TryEnter(SessionId.Create(), Home);
        using var other = room.TryEnter(SessionId.Create(), ClientNetwork.Of(IPAddress.Parse("203.0.113.8")));

        Assert.True(first is not null && second is not null && other is not null);
        Assert.Null(room.TryEnter(SessionId.Create(), Home));
        second.Dispose();
        using var third = room.TryEnter(SessionId.Create(), Home);
        Assert.NotNull(third);
    }

    [Fact]
    public void When_all_places_are_taken_the_next_has_to_come_again()
    {
        var room = new WaitingRoom(places: 2, placesOfNetwork: 2, placesOfSession: 2);
        using var first = room.TryEnter(Alice, Home);
        using var second = room.TryEnter(Bob, Home);

        Assert.Null(room.TryEnter(SessionId.Create(), Home));
        second!.Dispose();

        Assert.NotNull(room.TryEnter(SessionId.Create(), Home));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var room = new WaitingRoom(places: 1, placesOfNetwork: 1, placesOfSession: 1);
        var place = room.TryEnter(Alice, Home)!;

        place.Dispose();
        place.Dispose();
        using var next = room.TryEnter(Alice, Home);

        Assert.NotNull(next);
        Assert.Null(room.TryEnter(Bob, Home));
    }

    [Fact]
    public async Task Many_who_come_and_go_at_once_leave_every_place_free()
    {
        var room = new WaitingRoom(places: 8, placesOfNetwork: 8, placesOfSession: 4);

        await Parallel.ForAsync(0, 2000, (i, _) =>
        {
            using var place = room.TryEnter(i % 2 == 0 ? Alice : Bob, Home);
            return ValueTask.CompletedTask;
        });

        Assert.All(Enumerable.Range(0, 8), i => Assert.NotNull(room.TryEnter(i < 4 ? Alice : Bob, Home)));
        Assert.Null(room.TryEnter(SessionId.Create(), Home));
    }
}
