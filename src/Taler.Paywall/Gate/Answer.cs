using Taler.Paywall.Responses;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Gate;

/// <summary>What a request gets.</summary>
internal enum Answer
{
    /// <summary>The resource.</summary>
    Serve,

    /// <summary>The way to the page itself, for who pressed a button or a link of ours.</summary>
    GoToPage,

    /// <summary>The price, and how to order.</summary>
    ShowPrice,

    /// <summary>The pay page.</summary>
    PayOnSite,

    /// <summary>The backend's payment page, or what a program needs to pay.</summary>
    RequirePayment,

    /// <summary>An empty refusal.</summary>
    RefuseWithoutOrder,

    /// <summary>That the payment was refunded.</summary>
    ShowRefund,

    /// <summary>That no more orders are created for now.</summary>
    LimitOrders,

    /// <summary>The way back here, or the request to ask again.</summary>
    ComeAgain,

    /// <summary>That nothing is known.</summary>
    Unavailable,
}

/// <summary>From where a walk ended to what its visitor gets: a pure function, whose whole input space a test goes through.</summary>
internal static class Answers
{
    /// <param name="decision">Where the walk ended.</param>
    /// <param name="kind">Who asks.</param>
    /// <param name="action">What he asks for.</param>
    /// <param name="onClick">Whether orders are created on a click only.</param>
    /// <param name="onSite">Whether the visitor pays on the site itself.</param>
    public static Answer Of(Decision decision, RequestKind kind, PageAction action, bool onClick, bool onSite) => decision switch
    {
        Decision.Serve => action is PageAction.None ? Answer.Serve : Answer.GoToPage,
        Decision.RequirePayment => kind switch
        {
            RequestKind.Silent => Answer.RefuseWithoutOrder,
            RequestKind.Program => Answer.RequirePayment,
            RequestKind.Navigation => Pay(action, onClick, onSite),
        },
        Decision.RefuseWithoutOrder => onClick && kind is not RequestKind.Silent ? Answer.ShowPrice : Answer.RefuseWithoutOrder,
        Decision.ShowRefund => Answer.ShowRefund,
        Decision.LimitOrders => Answer.LimitOrders,
        Decision.ComeAgain => Answer.ComeAgain,
        _ => Answer.Unavailable,
    };

    /// <summary>
    /// How a person comes to pay. On the site he pays at the page itself, where a click leads him. Where he did not click, a redirect to the backend
    /// would lock his browser's way back: he sees the price again.
    /// </summary>
    private static Answer Pay(PageAction action, bool onClick, bool onSite)
    {
        var hasClicked = action is PageAction.Order;
        if (onSite)
            return hasClicked ? Answer.GoToPage : Answer.PayOnSite;
        return onClick && !hasClicked ? Answer.ShowPrice : Answer.RequirePayment;
    }
}
