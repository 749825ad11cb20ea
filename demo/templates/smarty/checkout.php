<?php

// Check & shipping with the card method. `shop.php` is yours: it knows the cart, the member and Smarty.
declare(strict_types=1);

require __DIR__ . '/shop.php';
require __DIR__ . '/checkout-token.php';

$cart = current_cart();
$member = current_member();
$shop = getenv('SHOP_URL'); // https://shop.example
$pay = getenv('CHECKOUT_URL'); // https://pay.shop.example

$claims = [
    'sub' => visitor_id(),
    'cart' => $cart['id'],
    'ver' => $cart['version'],
    'shopper' => $member ? 'member' : 'guest',
    'billing_country' => $cart['country'],
    'origin' => $shop,
    'urls' => ['cart' => "$shop/cart", 'check' => "$shop/checkout", 'complete' => "$shop/complete"],
    'exp' => time() + 30 * 60,
];
if ($member) {
    $claims['member'] = $member['id'];
}
$token = checkout_token($claims, getenv('CHECKOUT_TOKEN_SECRET'));

header('Cache-Control: private, no-store');

// The element asks here again when its token has run out: checkout.php?token=1
if (isset($_GET['token'])) {
    header('Content-Type: application/json');
    echo json_encode(['token' => $token]);
    exit;
}

header('Content-Type: text/html; charset=UTF-8');
header("Content-Security-Policy: default-src 'none'; script-src 'self' https://js.stripe.com https://*.js.stripe.com; style-src 'self'; img-src 'self' data: https://*.stripe.com; font-src 'self'; connect-src 'self' $pay https://api.stripe.com; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'");

$smarty = smarty();
$smarty->assign([
    'title' => 'ご注文内容の確認',
    'pay' => $pay,
    'token' => $token,
    'note' => $cart['note'],
]);
$smarty->display('checkout.tpl');
