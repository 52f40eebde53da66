using Taler.Merchant;
using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests.Gate;

public sealed class WaitingRoomTests
{
    private static readonly SessionId Alice = SessionId.Create();
    private static readonly SessionId Bob = SessionId.Create();

    [Fact]
    public void One_visitor_has_some_places_and_leaves_the_others_to_others()
    {
        var room = new WaitingRoom(places: 10, placesOfSession: 2);

        using var first = room.TryEnter(Alice);
        using var second = room.TryEnter(Alice);
        using var other = room.TryEnter(Bob);

        Assert.True(first is not null && second is not null && other is not null);
        Assert.Null(room.TryEnter(Alice));
    }

    [Fact]
    public void When_all_places_are_taken_the_next_has_to_come_again()
    {
        var room = new WaitingRoom(places: 2, placesOfSession: 2);
        using var first = room.TryEnter(Alice);
        using var second = room.TryEnter(Bob);

        Assert.Null(room.TryEnter(SessionId.Create()));
        second!.Dispose();

        Assert.NotNull(room.TryEnter(SessionId.Create()));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var room = new WaitingRoom(places: 1, placesOfSession: 1);
        var place = room.TryEnter(Alice)!;

        place.Dispose();
        place.Dispose();
        using var next = room.TryEnter(Alice);

        Assert.NotNull(next);
        Assert.Null(room.TryEnter(Bob));
    }

    [Fact]
    public async Task Many_who_come_and_go_at_once_leave_every_place_free()
    {
        var room = new WaitingRoom(places: 8, placesOfSession: 4);

        await Parallel.ForAsync(0, 2000, (i, _) =>
        {
            using var place = room.TryEnter(i % 2 == 0 ? Alice : Bob);
            return ValueTask.CompletedTask;
        });

        Assert.All(Enumerable.Range(0, 8), i => Assert.NotNull(room.TryEnter(i < 4 ? Alice : Bob)));
        Assert.Null(room.TryEnter(SessionId.Create()));
    }
}
