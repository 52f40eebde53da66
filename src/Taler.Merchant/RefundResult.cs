namespace Taler.Merchant;

/// <summary>A refund that was granted; the wallet still has to fetch it.</summary>
/// <param name="TalerRefundUri">What makes the wallet fetch it. The order status URL does the same for people.</param>
public sealed record RefundResult(TalerRefundUri TalerRefundUri);
