using Taler.Paywall.Gate;
using Taler.Paywall.Responses;
using Taler.Paywall.StateMachine;
using Reply = Taler.Paywall.Gate.Answer;

namespace Taler.Paywall.Tests.Gate;

/// <summary>Every decision that ends a walk, for every kind of request, action and setting.</summary>
public sealed class AnswersTests
{
    private static readonly IReadOnlyList<Case> Cases =
    [
        .. from decision in Enum.GetValues<Decision>().Where(decision => !Storefront.IsStep(decision))
           from kind in Enum.GetValues<RequestKind>()
           from action in Enum.GetValues<PageAction>()
           from onClick in new[] { false, true }
           from onSite in new[] { false, true }
           select new Case(decision, kind, action, onClick, onSite, Answers.Of(decision, kind, action, onClick, onSite)),
    ];

    [Fact]
    public void The_resource_is_served_if_and_only_if_it_is_paid_and_asked_for() =>
        Assert.All(Cases, one => Assert.Equal(one.Decision is Decision.Serve && one.Action is PageAction.None, one.Answer is Reply.Serve));

    [Fact]
    public void Only_an_unpaid_order_leads_to_a_payment() => Assert.All(
        Cases.Where(one => one.Answer is Reply.RequirePayment or Reply.PayOnSite), one => Assert.Equal(Decision.RequirePayment, one.Decision));

    [Fact]
    public void Only_a_person_on_a_site_with_a_pay_page_sees_it_and_not_by_a_click() => Assert.All(
        Cases.Where(one => one.Answer is Reply.PayOnSite),
        one => Assert.True(one is { Kind: RequestKind.Navigation, OnSite: true, Action: not PageAction.Order }, one.ToString()));

    [Fact]
    public void A_click_leads_on_to_the_payment() => Assert.All(
        Cases.Where(one => one is { Decision: Decision.RequirePayment, Kind: RequestKind.Navigation, Action: PageAction.Order }),
        one => Assert.Equal(one.OnSite ? Reply.GoToPage : Reply.RequirePayment, one.Answer));

    [Fact]
    public void Where_nobody_looks_no_price_no_payment_and_no_page_is_shown() => Assert.All(
        Cases.Where(one => one.Kind is RequestKind.Silent), one => Assert.False(one.Answer is Reply.ShowPrice or Reply.PayOnSite or Reply.RequirePayment, one.ToString()));

    [Fact]
    public void The_price_is_shown_only_where_a_click_creates_orders() =>
        Assert.All(Cases.Where(one => one.Answer is Reply.ShowPrice), one => Assert.True(one is { OnClick: true, Action: not PageAction.Order } or { OnClick: true, Decision: Decision.RefuseWithoutOrder }, one.ToString()));

    [Theory]
    [InlineData(nameof(Decision.ShowRefund), nameof(Reply.ShowRefund))]
    [InlineData(nameof(Decision.LimitOrders), nameof(Reply.LimitOrders))]
    [InlineData(nameof(Decision.ComeAgain), nameof(Reply.ComeAgain))]
    [InlineData(nameof(Decision.Unavailable), nameof(Reply.Unavailable))]
    public void Everything_else_is_the_same_for_all(string decision, string answer) =>
        Assert.All(Cases.Where(one => one.Decision.ToString() == decision), one => Assert.Equal(answer, one.Answer.ToString()));

    private sealed record Case(Decision Decision, RequestKind Kind, PageAction Action, bool OnClick, bool OnSite, Reply Answer);
}
