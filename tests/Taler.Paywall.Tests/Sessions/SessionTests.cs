using Taler.Merchant;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class SessionTests
{
    private const uint Cheap = 1;
    private const uint Dear = 2;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceKey Essay = new(7);

    [Fact]
    public void A_session_that_meets_two_prices_in_turn_keeps_its_place_in_both_chains()
    {
        var (cheap, dear) = (Entry(Cheap, "A1"), Entry(Dear, "B1"));

        var session = Session.Start(Noon).Renew(cheap, Noon).Renew(dear, Noon);

        Assert.Equal((cheap, dear, dear), (session.Find(Essay, Cheap), session.Find(Essay, Dear), session.Find(Essay)));
    }

    [Fact]
    public void An_order_of_another_resource_is_none_whatever_its_terms()
    {
        var session = Session.Start(Noon).Renew(Entry(Cheap, "A1") with { Resource = new ResourceKey(8) }, Noon);

        Assert.Null(session.Find(Essay, Cheap));
        Assert.Null(session.FindOwn(Essay, Cheap));
        Assert.Null(session.Find(Essay));
    }

    [Fact]
    public void An_order_takes_the_place_of_the_one_on_the_same_terms()
    {
        var session = Session.Start(Noon).Renew(Entry(Cheap, "A1"), Noon).Renew(Entry(Cheap, "A2"), Noon);

        Assert.Equal([Entry(Cheap, "A2")], session.Orders.ToArray());
    }

    [Fact]
    public void Where_none_is_kept_on_these_terms_the_most_recent_on_others_may_be_paid()
    {
        var session = Session.Start(Noon).Renew(Entry(3, "C1"), Noon).Renew(Entry(Cheap, "A1"), Noon);

        Assert.Equal(Entry(Cheap, "A1"), session.Find(Essay, Dear));
    }

    [Theory]
    [InlineData("Computed")]
    [InlineData("Dropped")]
    public void An_order_on_other_terms_that_is_certainly_not_paid_counts_as_none(string mark)
    {
        var session = Session.Start(Noon).Renew(Entry(Cheap, "A1") with { Mark = Enum.Parse<OrderMark>(mark) }, Noon);

        Assert.Null(session.Find(Essay, Dear));
    }

    [Fact]
    public void Who_buys_again_goes_on_from_his_own_order_and_from_the_beginning_of_his_chain_if_it_was_adopted()
    {
        var (own, adopted) = (Entry(Cheap, "A1"), Entry(Cheap, "OLDER") with { Mark = OrderMark.Adopted });

        Assert.Equal([own with { Mark = OrderMark.Dropped }], Session.Start(Noon).Renew(own, Noon).Drop(own, Noon).Orders.ToArray());
        Assert.Equal(0, Session.Start(Noon).Renew(adopted, Noon).Drop(adopted, Noon).Orders.Length);
    }

    [Fact]
    public void An_adopted_order_stands_before_the_place_in_the_own_chain_and_does_not_take_it()
    {
        var (own, adopted) = (Entry(Cheap, "A1"), Entry(Cheap, "OLDER") with { Mark = OrderMark.Adopted });

        var session = Session.Start(Noon).Renew(own, Noon).Renew(adopted, Noon);

        Assert.Equal((adopted, own), (session.Find(Essay, Cheap), session.FindOwn(Essay, Cheap)));
        Assert.Equal([own], session.Drop(adopted, Noon).Orders.ToArray());
    }

    [Fact]
    public void Who_has_paid_keeps_no_order_on_other_terms()
    {
        var (cheap, dear, other) = (Entry(Cheap, "A1"), Entry(Dear, "B1"), Entry(Dear, "C1") with { Resource = new ResourceKey(8) });
        var session = Session.Start(Noon).Renew(other, Noon).Renew(dear, Noon).Renew(cheap, Noon);

        var settled = session.Settle(cheap, Noon)!;

        Assert.Equal([cheap, other], settled.Orders.ToArray());
        Assert.Null(settled.Settle(cheap, Noon));
        Assert.Equal([dear, other], settled.Settle(dear, Noon)!.Orders.ToArray());
    }

    private static OrderEntry Entry(uint terms, string order) => new(Essay, terms, OrderId.Parse(order), OrderMark.None);
}
