using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.Model;
using Taler.Paywall.ModelTests.World;
using Order = Taler.Paywall.ModelTests.Histories.Order;

namespace Taler.Paywall.ModelTests;

/// <summary>Histories that broke a rule once, as short as they were found.</summary>
public sealed class CounterexampleTests
{
    [Fact]
    public Task A_refund_that_a_pressed_button_hears_of_closes_the_page_that_the_cache_held() => HoldAsync(
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Pay(Browser: 0, Resource: 0, Wallet: 0),
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Refund(Resource: 0, Node: 1, IsWhole: false),
        new Order(Browser: 0, Resource: 0, Node: 0),
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page));

    [Fact]
    public Task A_claimed_order_on_old_terms_is_followed_by_the_first_on_the_new() => HoldAsync(
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Reprice(Node: 2, Price: 2),
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Claim(Browser: 0, Resource: 0, Wallet: 1),
        new Reprice(Node: 2, Price: 0),
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page));

    [Fact]
    public Task Nodes_that_sell_at_different_prices_do_not_send_a_visitor_round_for_ever() => HoldAsync(
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Reprice(Node: 1, Price: 2),
        new Order(Browser: 0, Resource: 0, Node: 1),
        new Pass(TimeSpan.FromMinutes(58)));

    [Fact]
    public Task A_purchase_that_two_devices_take_from_each_other_is_paid_once() => HoldAsync(
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 1, Resource: 2, Wallet: 0),
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 0, Resource: 2, Wallet: 0),
        new Visit(Browser: 0, Resource: 2, Node: 1, Way.Page));

    [Fact]
    public Task A_key_whose_order_was_refunded_leads_on_by_the_session_of_the_answer() => HoldAsync(
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Key),
        new Pay(Browser: 0, Resource: 2, Wallet: 0),
        new Refund(Resource: 2, Node: 0, IsWhole: false));

    [Fact]
    public Task An_order_that_was_made_when_the_one_before_had_seconds_left_is_passed_over_when_it_has_expired_too() => HoldAsync(
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pass(new TimeSpan(0, 19, 50)),
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pass(new TimeSpan(0, 20, 1)),
        new RestoreCookie(Browser: 1, Back: 1));

    [Fact]
    public Task Whoever_buys_again_what_was_refunded_after_a_proof_goes_on_along_his_own_chain() => HoldAsync(
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
        new Pay(Browser: 0, Resource: 0, Wallet: 0),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page),
        new Pay(Browser: 1, Resource: 0, Wallet: 0),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page),
        new Refund(Resource: 0, Node: 0, IsWhole: true),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page),
        new BuyAgain(Browser: 1, Resource: 0, Node: 0),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page),
        new RestoreCookie(Browser: 1, Back: 4),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page),
        new RestoreCookie(Browser: 1, Back: 6),
        new Visit(Browser: 1, Resource: 0, Node: 0, Way.Page));

    [Fact]
    public Task A_purchase_of_the_own_chain_that_another_device_took_twice_leads_on_along_the_chain() => HoldAsync(
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 1, Resource: 2, Wallet: 0),
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 0, Resource: 2, Wallet: 0),
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Page),
        new Pass(TimeSpan.FromMinutes(6)),
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 1, Resource: 2, Wallet: 0),
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page),
        new Pass(TimeSpan.FromMinutes(6)),
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Page),
        new Pay(Browser: 0, Resource: 2, Wallet: 0),
        new Visit(Browser: 0, Resource: 2, Node: 0, Way.Page),
        new Pass(TimeSpan.FromMinutes(6)),
        new Visit(Browser: 1, Resource: 2, Node: 0, Way.Page));

    [Fact]
    public Task A_long_chain_of_expired_orders_is_walked_to_its_end() => HoldAsync(
    [
        new Visit(Browser: 0, Resource: 1, Node: 0, Way.Page),
        .. Enumerable.Range(0, 12).SelectMany(IEnumerable<Step> (_) => [new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page), new Pass(TimeSpan.FromMinutes(61))]),
        new RestoreCookie(Browser: 0, Back: 12),
        new Visit(Browser: 0, Resource: 0, Node: 0, Way.Page),
    ]);

    private static async Task HoldAsync(params Step[] steps)
    {
        await using var stage = await Stage.BuildAsync(onClick: false);
        using var tally = new Tally();

        await Play.RunAsync(stage, new History(OnClick: false, steps), tally);

        Assert.Equal(1, tally["Histories", "played"]);
    }
}
